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

describe.for(MODES)('the clock %s', ([, javaScriptEnabled]) => {
  beforeEach(async () => {
    reader = await Reader.sitDown(browser, { javaScriptEnabled })
  })

  test('ends a magic link in fifteen minutes, and says so', async () => {
    await reader.goAndRegister('ana@example.test')
    await reader.page.goto('/sandbox/clock')
    await reader.shows('.deadlines', 'The magic link mailed to ana@example.test')

    await reader.press('15 minutes')

    await reader.shows('.flash', 'went on by 15 minutes. Expired: one magic link.')
    await reader.shows('.deadlines [data-over]', 'by your last move')
    await reader.shows('.facts', '15 minutes')
    await reader.openNewestLink()
    await reader.shows('.flash', 'Magic link is invalid or it has expired.')
    await reader.shows('h1', 'Log in')
  })

  test('ends sudo mode, and the settings ask again who it is', async () => {
    await reader.goRegisterAndLogIn('ana@example.test')
    await reader.page.goto('/users/settings')
    await reader.shows('h1', 'Account settings')
    await reader.page.goto('/sandbox/clock')

    await reader.press('15 minutes')

    await reader.shows('.flash', 'Expired: sudo mode of one session (to open the settings).')
    await reader.page.goto('/users/settings')
    await reader.shows('.flash', 'You must re-authenticate to access this page.')
    await reader.shows('.site-menu', 'ana@example.test')
    await reader.press('Log in with email')
    await reader.openNewestLink()
    await reader.press('Log in')
    await reader.shows('h1', 'Account settings')
  })

  test('ends a session in fourteen days', async () => {
    await reader.goRegisterAndLogIn('ana@example.test')
    await reader.page.goto('/sandbox/clock')

    await reader.press('14 days')

    await reader.shows('.flash', /Expired: one session/)
    await reader.page.goto('/')
    expect(await reader.page.locator('.site-menu').innerText()).not.toContain('ana@example.test')
  })

  test('takes an amount that was typed, and keeps one that it does not take', async () => {
    await reader.page.goto('/sandbox/clock')

    await reader.page.fill('#clock-advance', 'tomorrow')
    await reader.press('Move')
    await reader.shows('.field-errors', 'Say how far the clock goes on')
    expect(await reader.page.inputValue('#clock-advance')).toBe('tomorrow')
    await reader.page.fill('#clock-advance', '9m59s')
    await reader.press('Move')

    await reader.shows('.flash', 'went on by 9 minutes 59 seconds. Nothing expired.')
  })

  test('is reached from the stage of a lesson', async () => {
    await reader.openLesson(LESSON, { live: javaScriptEnabled })
    await reader.register('ana@example.test')
    await reader.shows('.flash', 'An email was sent')
    if (!javaScriptEnabled) await reader.page.goto(LESSON)
    await reader.followInBar('Clock')
    await reader.shows('.page-title', 'Clock')

    await reader.press('15 minutes')

    await reader.shows('.flash', 'Expired: one magic link.')
    await reader.shows('.trace-title', 'POST /sandbox/clock')
    const { pathname } = new URL(reader.page.url())
    expect(pathname).toBe(javaScriptEnabled ? LESSON : '/sandbox/clock')
    // Whoever has left the lesson is led back to it.
    if (!javaScriptEnabled) await reader.page.locator('.crumb a').click()
    await reader.page.locator('.stage-bar').waitFor()
    expect(new URL(reader.page.url()).pathname).toBe(LESSON)
  })

  test('is the sandbox’s: it goes on for everybody in it, and for nobody else', async () => {
    await reader.goAndRegister('ana@example.test')
    const sibling = await reader.another({ javaScriptEnabled })
    const stranger = await Reader.sitDown(browser, { javaScriptEnabled })
    await stranger.goAndRegister('ana@example.test')
    await reader.page.goto('/sandbox/clock')

    await reader.press('1 day')

    await reader.shows('.flash', 'Expired: one magic link.')
    await sibling.page.goto('/sandbox/clock')
    await sibling.shows('.facts', '1 day')
    await sibling.shows('.deadlines [data-over]', 'ana@example.test')
    await stranger.page.goto('/sandbox/clock')
    await stranger.shows('.facts', 'no time')
    expect(await stranger.page.locator('.deadlines [data-over]').count()).toBe(0)
    expect([...(await sibling.leave()), ...(await stranger.leave())]).toEqual([])
  })
})

test.for(['light', 'dark'] as const)(
  'the page of the clock keeps nobody out in the %s, and fits a phone',
  async (colorScheme) => {
    reader = await Reader.sitDown(browser, { colorScheme, viewport: { width: 320, height: 640 } })
    await reader.page.goto('/sandbox/clock')
    const found = [...(await reader.faults('without a sandbox'))]
    await reader.goRegisterAndLogIn(`${'a'.repeat(60)}@example.test`)
    await reader.page.goto('/sandbox/clock')
    await reader.press('15 minutes')
    await reader.shows('.flash', 'Expired')
    found.push(...(await reader.faults('with something that is over')))
    await reader.page.fill('#clock-advance', 'tomorrow')
    await reader.press('Move')
    await reader.shows('.field-errors', 'Say how far')
    found.push(...(await reader.faults('with a mistake')))

    expect(found).toEqual([])
  },
)
