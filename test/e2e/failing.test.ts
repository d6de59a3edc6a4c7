/** What keeps a run from being answered, where its reader looks: in the strip, and under its button. */
import type { Route } from 'playwright-core'
import { describe, expect } from 'vitest'
import { startBehindProxy } from '../support/behind-proxy.ts'
import { startBuiltServer } from '../support/built-server.ts'
import { expireSandboxes } from '../support/expire-sandboxes.ts'
import { longOf } from '../support/long.ts'
import { test as base, type Reader } from '../support/reader.ts'

const LESSON = '/lessons/persons/down-and-back'
const STEP = 'bo-goes-down.2'
const DESK = { viewport: { width: 1280, height: 720 } }

const runOf = ({ page }: Reader) => page.locator(`form[data-run="${STEP}"]`).first()
const buttonOf = (reader: Reader) => runOf(reader).locator('button').first()

const test = base
  .extend('open', ({ sitDown }) => async (options: { baseURL?: string } = {}) => {
    const reader = await sitDown({ ...DESK, ...options })
    await reader.openLesson(LESSON)
    return reader
  })
  // A server of its own: its sandboxes are ended, all of them.
  .extend('server', { scope: 'file' }, async ({}, { onCleanup }) => {
    const server = await startBuiltServer()
    onCleanup(() => server.stop())
    return server
  })
  // In front of it, what lets no cookie through.
  .extend('forgetful', { scope: 'file' }, async ({}, { onCleanup }) => {
    const proxy = await startBehindProxy(onCleanup)
    proxy.dropCookies()
    return proxy
  })
const long = longOf(test)

/** Presses the Run of a step, as somebody who has it before them. */
async function press(reader: Reader): Promise<void> {
  await buttonOf(reader).evaluate((button) => {
    scrollBy(0, button.getBoundingClientRect().top - innerHeight * 0.4)
  })
  await buttonOf(reader).click()
}

/** Waits until both places say it, each on the screen, and answers what the strip offers to press. */
async function isSaid({ page }: Reader, words: RegExp): Promise<readonly string[]> {
  const places = ['.stage-strip [data-notice]', `[data-part="act-${STEP}"]`]
  for (const place of places)
    await page.waitForFunction(
      ([selector, source, flags]) =>
        [...document.querySelectorAll(selector)].some((each) => {
          const { top, bottom } = each.getBoundingClientRect()
          const said = each.textContent.replaceAll(/\s+/g, ' ')
          return new RegExp(source, flags).test(said) && top >= 0 && bottom <= innerHeight
        }),
      [place, words.source, words.flags] as const,
      { timeout: 15_000 },
    )
  return page.locator('.stage-strip [data-notice] button').allInnerTexts()
}

/** Waits for what a run of one’s own says: a recording has no number. */
const isAnswered = ({ page }: Reader, number = 1) =>
  page
    .locator('.stage-strip', { hasText: `run ${number} of` })
    .first()
    .waitFor()

/** The next run is answered so, as the front does it. */
const answerWith = ({ page }: Reader, status: number, headers: Record<string, string> = {}) =>
  page.route(
    '**/acts',
    (route) =>
      route.fulfill({
        ...{ status, headers, contentType: 'text/html' },
        body: '<section class="error-page"><p class="lead">You have started acts many times.</p><code>7f3a</code></section>',
      }),
    { times: 1 },
  )

describe('an answer that is none', () => {
  test.for([
    [500, /broke, not you/, ['Send it again']],
    [503, /every server is taken/i, ['Try again']],
  ] as const)('%i is said, and sent again it works', async ([status, words, ways], { open }) => {
    const reader = await open()
    reader.expectComplaint(new RegExp(String(status)))
    const before = await reader.page.locator('.stage-list').first().innerText()
    await answerWith(reader, status)
    await press(reader)

    expect(await isSaid(reader, words)).toEqual(ways)
    if (status === 500) await reader.shows('.stage-strip [data-notice]', '7f3a')
    const sizeOf = (selector: string) =>
      reader.page.locator(selector).evaluate((each) => getComputedStyle(each).fontSize)
    expect(await sizeOf('.run-said')).toBe(await sizeOf('[data-notice] .strip-below'))
    // The run before, here a recording, is what there is to read; where nobody can act, the recording of this one.
    const list = reader.page.locator('.stage-list').first()
    if (status === 500) expect(await list.innerText()).toBe(before)
    else await reader.shows('.stage-list', 'POST /users/register')
    await reader.press(ways[0])

    await isAnswered(reader)
    expect(await reader.page.locator(`[data-notice], .run-place [data-said]`).count()).toBe(0)
    expect(reader.path).toBe(LESSON)
  })

  long('429 says when it ends, and dulls its button until then', async ({ open }) => {
    const reader = await open()
    reader.expectComplaint(/429/)
    await reader.page.clock.install()
    await answerWith(reader, 429, { 'retry-after': '1800' })
    await press(reader)

    await isSaid(reader, /a lot at once.* 30 minutes/)
    await reader.shows('.stage-strip [data-notice]', 'You have started acts many times.')
    expect(await buttonOf(reader).getAttribute('aria-disabled')).toBe('true')
    await reader.page.clock.fastForward(1_799_000)
    expect(await buttonOf(reader).getAttribute('aria-disabled')).toBe('true')
    await reader.page.clock.fastForward(2_000)
    await expect.poll(() => buttonOf(reader).getAttribute('aria-disabled')).toBeNull()
  })
})

describe('offline', () => {
  test('a run is said to have had no answer, and waits for its reader', async ({ open }) => {
    const reader = await open()
    reader.expectComplaint(/ERR_INTERNET_DISCONNECTED/)
    const sent: string[] = []
    reader.page.on('request', (request) => {
      if (request.method() === 'POST') sent.push(new URL(request.url()).pathname)
    })
    await reader.context.setOffline(true)
    await press(reader)

    expect(await isSaid(reader, /did not answer/)).toEqual(['Send it again'])
    await reader.shows('.stage-strip [data-notice]', 'You are offline')
    const before = sent.length
    await reader.context.setOffline(false)
    await reader.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)))
    // What it would do, only its reader knows.
    expect(sent.slice(before).filter((path) => path === '/acts')).toEqual([])
    await reader.press('Send it again')

    await isAnswered(reader)
  })

  long('what only looks is asked again as soon as the browser is back', async ({ open }) => {
    const reader = await open()
    reader.expectComplaint(/ERR_INTERNET_DISCONNECTED/)
    await press(reader)
    await isAnswered(reader)
    await reader.context.setOffline(true)
    const link = reader.page.locator('.stage-window a[href*="/users/register"]').first()
    await link.click()
    await reader.shows('.stage-strip [data-notice]', 'Your server did not answer')

    await reader.context.setOffline(false)

    await reader.shows('.stage-window .page-title', 'Register for an account')
    await reader.page.locator('.stage-strip [data-notice]').first().waitFor({ state: 'detached' })
  })
})

long(
  'what is under way takes no second press, and says so where that was made',
  async ({ open }) => {
    const reader = await open()
    const held: Route[] = []
    await reader.page.route('**/acts', (route) => void held.push(route))
    await press(reader)
    await expect.poll(() => held.length).toBe(1)

    await reader.page.locator('form[data-run="bo-goes-down.3"] button').last().click()

    await reader.shows('.stage-strip [data-notice]', 'Still waiting for Bo.')
    expect(held).toHaveLength(1)
    expect(await buttonOf(reader).getAttribute('aria-busy')).toBe('true')
    await held[0]!.continue()
    await isAnswered(reader)
  },
)

describe('a server that is gone', () => {
  long('begins the act again in a fresh one', async ({ open, server }) => {
    const reader = await open({ baseURL: server.origin })
    await press(reader)
    await isAnswered(reader)
    await expireSandboxes(server)
    await press(reader)

    // A run brings its start along: nobody has to be asked.
    await reader.shows('.act-note', 'Nobody used your sandbox for 24 hours')
    await reader.shows('.act-note', 'Your progress is kept.')
    await reader.shows('.act-note', 'nobody is registered, you are a visitor')
    expect(await reader.page.locator('.act-undo').count()).toBe(0)
    await isAnswered(reader)
  })

  long('says so to whoever sends a form of its page', async ({ open, server }) => {
    const reader = await open({ baseURL: server.origin })
    reader.expectComplaint(/410/)
    await reader.register('bo')
    await reader.shows('.stage-strip .strip-sentence', 'refused')
    await expireSandboxes(server)
    await reader.register('bo@example.test')

    await reader.shows('.stage-strip [data-notice]', 'Your server was cleared after a day of rest.')
    await reader.shows('.stage-strip [data-notice]', 'Your progress is kept.')
    await reader.shows('.stage-strip [data-notice]', 'Nobody is registered')
    const field = reader.page.locator('#registration_form input[name="user[email]"]')
    expect(await field.inputValue()).toBe('bo@example.test')
    await reader.press('Go on')

    await reader.shows('.stage-strip .strip-sentence', 'one mail sent')
  })
})

describe('a browser that keeps no cookies', () => {
  long('is told so by its second run, and reads recordings', async ({ open, forgetful }) => {
    const reader = await open({ baseURL: forgetful.origin })
    reader.expectComplaint(/status of 400/)

    await press(reader)
    await reader.page.locator('body:has(glass-stage[data-busy])').waitFor({ state: 'detached' })
    await press(reader)

    await isSaid(reader, /keeps no cookies, so it has no server here/)
    await reader.shows('.stage-strip [data-notice]', 'You see recordings')
    expect(await reader.page.locator('.stage-list [data-step]').count()).toBeGreaterThan(5)
  })
})
