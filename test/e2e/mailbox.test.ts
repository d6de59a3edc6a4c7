import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { MODES, Reader } from '../support/reader.ts'

const LESSON = '/lessons/scopes/who-is-asking'
let browser: Browser
let reader: Reader

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
afterEach(async () => {
  expect(await reader.leave()).toEqual([])
})

describe.for(MODES)('the mailbox %s', ([, javaScriptEnabled]) => {
  beforeEach(async () => {
    reader = await Reader.sitDown(browser, { javaScriptEnabled })
  })

  test('is empty at first, and says what fills it', async () => {
    await reader.page.goto('/sandbox/mailbox')

    await reader.shows('.app-card', 'No mail yet')
  })

  test('lists mails, the newest first, and opens each', async () => {
    await reader.goAndRegister('ana@example.test')
    await reader.goAndRegister('bo@example.test')
    await reader.page.goto('/sandbox/mailbox')
    const listed = await reader.page.locator('.mailbox li').allInnerTexts()
    expect(listed.map((text) => /\w+@example\.test/.exec(text)?.[0])).toEqual([
      'bo@example.test',
      'ana@example.test',
    ])

    await reader.page.locator('.mailbox a').last().click()

    await reader.shows('.mail', 'Confirmation instructions')
    await reader.shows('.mail dl', 'ana@example.test')
    await reader.shows('.mail pre', /Hi ana@example\.test,[^]*\/users\/log-in\/[\w-]{43}/)
    await reader.follow('All mails')
    await reader.shows('h1', 'Mailbox')
  })

  test('has a link to press, and another in the text', async () => {
    await reader.goAndRegister('ana@example.test')
    await reader.page.goto('/sandbox/mailbox')
    await reader.page.locator('.mailbox a').first().click()
    await reader.page.locator('.mail pre a').click()
    await reader.shows('h1', 'Welcome ana@example.test')
    await reader.openNewestLink()
    await reader.shows('h1', 'Welcome ana@example.test')

    await reader.press('Confirm and stay logged in')

    await reader.shows('.flash', 'User confirmed successfully.')
    await reader.shows('.site-menu', 'ana@example.test')
  })

  test('is announced beside the trace of what filled it', async () => {
    await reader.goAndRegister('ana@example.test')
    await reader.shows('.app-trace .new-mail', 'to ana@example.test: Confirmation instructions')

    await reader.page.locator('.new-mail').getByRole('link', { name: 'Read it' }).click()

    await reader.shows('.mail', 'Confirmation instructions')
    expect(await reader.page.locator('.new-mail').count()).toBe(0)
  })

  test('is announced on the stage of a lesson, or on the page that it leads to', async () => {
    await reader.openLesson(LESSON, { live: javaScriptEnabled })
    await reader.register('ana@example.test')

    await reader.shows('.new-mail', 'to ana@example.test: Confirmation instructions')

    if (javaScriptEnabled) await reader.shows('[data-part="mailbox-count"]', '1')
    await reader.page.locator('.new-mail').getByRole('link', { name: 'Read it' }).click()
    await reader.shows('.mail', 'Confirmation instructions')
    await reader.follow('Open the link')
    await reader.press('Confirm and stay logged in')
    await reader.shows('.flash', 'User confirmed successfully.')
    const { pathname } = new URL(reader.page.url())
    if (javaScriptEnabled) expect(pathname).toBe(LESSON)
  })

  test('is that of everybody in one sandbox, and of nobody in another', async () => {
    await reader.goAndRegister('ana@example.test')
    await reader.page.goto('/as/bob/users/register')
    await reader.register('bob@example.test')
    await reader.shows('.flash', 'An email was sent to bob@example.test')
    const stranger = await Reader.sitDown(browser, { javaScriptEnabled })
    await stranger.goAndRegister('carol@example.test')

    await reader.page.goto('/sandbox/mailbox')
    await stranger.page.goto('/sandbox/mailbox')

    await reader.shows('.mailbox', /bob@example\.test[^]*ana@example\.test/)
    expect(await stranger.page.locator('.mailbox li').count()).toBe(1)
    const mail = (await reader.page.locator('.mailbox a').first().getAttribute('href')) ?? ''
    const answer = await stranger.page.request.get(mail)
    expect([answer.status(), await answer.text()]).toEqual([
      404,
      expect.not.stringContaining('bob@example.test'),
    ])
    expect(await stranger.leave()).toEqual([])
  })

  test('keeps Alice’s mails and Bob’s apart by their links: each opens as its person', async () => {
    await reader.page.goto('/as/bob/users/register')
    await reader.register('bob@example.test')
    await reader.shows('.new-mail', 'to bob@example.test')

    await reader.openNewestLink()

    await reader.shows('.app-as', 'You act as bob here.')
    await reader.press('Confirm and stay logged in')
    await reader.shows('.site-menu', 'bob@example.test')
    await reader.page.goto('/')
    expect(await reader.page.locator('.site-menu').innerText()).not.toContain('bob@example.test')
  })
})

test('a mail that comes by the hand of another tab is announced on the stage', async () => {
  reader = await Reader.sitDown(browser)
  await reader.openLesson(LESSON)
  await reader.register('ana@example.test')
  await reader.shows('.new-mail', 'to ana@example.test')
  const tab = await reader.context.newPage()
  await tab.goto('/users/register')
  await tab.locator('#registration_form input[name="user[email]"]').fill('bo@example.test')

  await tab.locator('#registration_form button').click()

  await reader.shows('.stage .new-mail', 'to bo@example.test: Confirmation instructions')
  await reader.shows('[data-part="mailbox-count"]', '2')
  await reader.page
    .getByRole('status')
    .filter({ hasText: 'A mail has come to bo@example.test: Confirmation instructions' })
    .waitFor({ state: 'attached' })
  await reader.page.locator('.new-mail').getByRole('link', { name: 'Read it' }).click()
  await reader.shows('.stage .mail dl', 'bo@example.test')
})

test.for(['light', 'dark'] as const)(
  'the mailbox keeps nobody out in the %s, and fits a phone',
  async (colorScheme) => {
    reader = await Reader.sitDown(browser, { colorScheme, viewport: { width: 320, height: 640 } })
    await reader.page.goto('/sandbox/mailbox')
    const found = [...(await reader.faults('no mail'))]
    await reader.goAndRegister(`${'a'.repeat(140)}@example.test`)
    found.push(...(await reader.faults('a new mail')))
    await reader.page.goto('/sandbox/mailbox')
    found.push(...(await reader.faults('a list')))
    await reader.page.locator('.mailbox a').first().click()
    await reader.shows('.mail', 'Confirmation instructions')
    found.push(...(await reader.faults('a mail')))

    expect(found).toEqual([])
  },
)
