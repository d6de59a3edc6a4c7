import { describe, expect } from 'vitest'
import { PHONE, long, test, WITHOUT_JAVASCRIPT } from '../support/reader.ts'

const LESSON = '/lessons/persons/who-comes-in'

describe('the mailbox', () => {
  long('is empty at first, and says what fills it', async ({ reader }) => {
    await reader.page.goto('/sandbox/mailbox')

    await reader.shows('.stage-window', 'No mail yet')
  })

  test('lists mails, the newest first, and opens each', async ({ reader }) => {
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

  long('has a link to press, and another in the text', async ({ reader }) => {
    await reader.goAndRegister('ana@example.test')
    await reader.page.goto('/sandbox/mailbox')
    await reader.page.locator('.mailbox a').first().click()
    await reader.page.locator('.mail pre a').click()
    await reader.shows('h1', 'Welcome ana@example.test')
    await reader.openNewestLink()
    await reader.shows('h1', 'Welcome ana@example.test')

    await reader.press('Confirm and stay logged in')

    await reader.shows('.flash', 'User confirmed successfully.')
    await reader.shows('.menu', 'ana@example.test')
  })

  long('is announced beside the trace of what filled it', async ({ reader }) => {
    await reader.goAndRegister('ana@example.test')
    await reader.shows('.strip-sentence', 'one mail sent')

    await reader.page.locator('.strip').getByRole('link', { name: 'Read it' }).click()

    await reader.shows('.mail', 'Confirmation instructions')
    expect(await reader.page.locator('.strip').getByRole('link', { name: 'Read it' }).count()).toBe(
      0,
    )
  })

  long('is announced on the stage of a lesson', async ({ reader }) => {
    await reader.openLesson(LESSON)
    await reader.register('ana@example.test')

    await reader.shows('.strip-sentence', 'one mail sent')

    await reader.shows('[data-count]', '1')
    await reader.page.locator('.strip').getByRole('link', { name: 'Read it' }).click()
    await reader.shows('.mail', 'Confirmation instructions')
    await reader.follow('Open the link')
    await reader.press('Confirm and stay logged in')
    await reader.shows('.flash', 'User confirmed successfully.')
    expect(reader.path).toBe(LESSON)
  })

  long(
    'is that of everybody in one sandbox, and of nobody in another',
    async ({ reader, sitDown }) => {
      await reader.goAndRegister('ana@example.test')
      await reader.page.goto('/as/bob/users/register')
      await reader.register('bob@example.test')
      await reader.shows('.flash', 'An email was sent to bob@example.test')
      const stranger = await sitDown()
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
    },
  )

  long(
    'keeps Alice’s mails and Bob’s apart by their links: each opens as its person',
    async ({ reader }) => {
      await reader.page.goto('/as/bob/users/register')
      await reader.register('bob@example.test')
      await reader.shows('.strip-sentence', 'one mail sent')

      await reader.openNewestLink()

      await reader.shows('.app-as', 'You act as bob here.')
      await reader.press('Confirm and stay logged in')
      await reader.shows('.menu', 'bob@example.test')
      await reader.page.goto('/')
      expect(await reader.page.locator('.menu').innerText()).not.toContain('bob@example.test')
    },
  )

  long(
    'announces a mail that comes by the hand of another tab on the stage',
    async ({ reader }) => {
      await reader.openLesson(LESSON)
      await reader.register('ana@example.test')
      await reader.shows('.strip-sentence', 'one mail sent')
      const tab = await reader.context.newPage()
      await tab.goto('/users/register')
      await tab.locator('#registration_form input[name="user[email]"]').fill('bo@example.test')

      await tab.locator('#registration_form button').click()

      await reader.shows('.strip-sentence', 'one mail sent')
      await reader.shows('[data-count]', '2')
      await reader.page
        .getByRole('status')
        .filter({ hasText: 'A mail has come to bo@example.test: Confirmation instructions' })
        .waitFor({ state: 'attached' })
      await reader.followInBar('Mailbox')
      await reader.shows('.stage .mailbox', 'to bo@example.test')
    },
  )
})

long(
  'without JavaScript a mail is announced on the page that a lesson leads to, and read',
  async ({ sitDown }) => {
    const reader = await sitDown(WITHOUT_JAVASCRIPT)
    await reader.page.goto('/sandbox/mailbox')
    await reader.shows('.stage-window', 'No mail yet')
    await reader.page.goto(LESSON)
    await reader.register('ana@example.test')
    await reader.shows('.strip-sentence', 'one mail sent')
    await reader.page.goto('/as/bob/users/register')
    await reader.register('bob@example.test')
    await reader.page.locator('.strip').getByRole('link', { name: 'Read it' }).click()
    await reader.shows('.mail dl', 'bob@example.test')
    await reader.follow('All mails')
    await reader.shows('.mailbox', /bob@example\.test[^]*ana@example\.test/)
    await reader.page.locator('.mailbox a').last().click()
    await reader.page.locator('.mail pre a').click()
    await reader.shows('h1', 'Welcome ana@example.test')

    await reader.openNewestLink()
    await reader.shows('.app-as', 'You act as bob here.')
    await reader.press('Confirm and stay logged in')

    await reader.shows('.flash', 'User confirmed successfully.')
    await reader.shows('.menu', 'bob@example.test')
  },
)

long('the mailbox keeps nobody out, and fits a phone', async ({ sitDown }) => {
  const reader = await sitDown(PHONE)
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
})
