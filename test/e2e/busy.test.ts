/** A server that does not answer for a while, or never; and what else can keep an answer. */
import type { Route } from 'playwright-core'
import { describe, expect } from 'vitest'
import { longOf } from '../support/long.ts'
import { test as base, type Reader } from '../support/reader.ts'

const LESSON = '/lessons/forms/wrong-addresses'
const REGISTER = '**/users/register'
const EMAIL = '#registration_form input[name="user[email]"]'

/** A reader in a lesson, whose next forms are held back until they are let go. */
const test = base.extend('held', async ({ reader }) => {
  await reader.openLesson(LESSON)
  const routes: Route[] = []
  await reader.page.route(REGISTER, (route) => {
    if (route.request().method() === 'POST') routes.push(route)
    else void route.continue()
  })
  return { reader, routes }
})
const long = longOf(test)

const announced = ({ page }: Reader) => page.locator('[data-part="announce"]').first().textContent()
const notice = ({ page }: Reader) => page.locator('.stage-strip [data-notice]')

async function send(reader: Reader, email = 'ana'): Promise<void> {
  await reader.page.fill(EMAIL, email)
  await reader.page.locator('#registration_form button').click()
}

/** Answers the next form with this status and these words, as the front does. */
const answerWith = ({ page }: Reader, status: number, headers: Record<string, string> = {}) =>
  page.route(REGISTER, (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({
          status,
          headers,
          contentType: 'text/html',
          body: '<section class="error-page"><p class="lead">You have registered five people.</p><code>7f3a</code></section>',
        })
      : route.continue(),
  )

describe('while an answer is on its way', () => {
  test('the strip says so, the button is busy, and the run before stays', async ({
    held: { reader, routes },
  }) => {
    await send(reader)

    await reader.shows('[data-notice]', 'Sent. Your server is working on it…')
    expect(await announced(reader)).toBe('Waiting for your server.')
    expect(await reader.page.locator('#registration_form [aria-busy="true"]').count()).toBe(1)
    expect(await reader.page.locator('.house > svg').isVisible()).toBe(true)

    await routes[0]!.continue()
    await reader.page.locator('body:has(glass-stage[data-busy])').waitFor({ state: 'detached' })
    expect(await reader.page.locator('[aria-busy="true"]').count()).toBe(0)
    expect(await notice(reader).count()).toBe(0)
    expect(await announced(reader)).toContain('The changeset refused Bo’s request.')
  })

  long(
    'a tab that is turned to has its room once the answer is there',
    async ({ held: { reader, routes } }) => {
      const room = reader.page.locator('[data-panel="tables"] [data-part="page"]').first()
      await send(reader)
      await reader.shows('[data-notice]', 'Sent. Your server is working on it…')
      await reader.page.locator('.stage-tabs [data-tab="tables"]').first().click()
      expect(await room.textContent()).toBe('')

      await routes[0]!.continue()

      await expect.poll(() => room.textContent(), { timeout: 20_000 }).toContain('users')
    },
  )

  long(
    'another press says so, sends nothing, and the answer still comes',
    async ({ held: { reader, routes } }) => {
      await send(reader)
      await send(reader, 'bo')

      await reader.shows('[data-notice]', 'Still waiting for Bo.')
      expect(routes).toHaveLength(1)

      await routes[0]!.continue()
      await reader.page.locator('body:has(glass-stage[data-busy])').waitFor({ state: 'detached' })
      await reader.shows('.strip-sentence', 'refused Bo’s request')
    },
  )

  long('a tab is looked at all the same, and keeps what is typed', async ({ reader }) => {
    await reader.openLesson(LESSON)
    await reader.page.fill(EMAIL, 'half of an addr')

    await reader.followInBar('Tables')
    await reader.shows('.page-title', 'Tables')
    await reader.followInBar('Page')

    expect(await reader.page.inputValue(EMAIL)).toBe('half of an addr')
  })

  long('after five seconds it can be given up', async ({ held: { reader, routes } }) => {
    reader.expectComplaint(/ERR_/)
    await reader.page.clock.install()
    await send(reader)
    await expect.poll(() => routes.length).toBe(1)

    await reader.page.clock.fastForward(5_000)
    await reader.press('Stop waiting')

    await reader.shows(
      '[data-notice]',
      'You stopped waiting. Your server may still do what you sent',
    )
  })

  long(
    'one that never comes ends in a sentence, and is sent again',
    async ({ held: { reader, routes } }) => {
      reader.expectComplaint(/ERR_/)
      await reader.page.clock.install()
      await send(reader)
      await expect.poll(() => routes.length).toBe(1)

      await reader.page.clock.fastForward(20_000)
      await reader.shows('[data-notice]', 'Your server did not answer in 20 seconds.')
      expect(await reader.page.inputValue(EMAIL)).toBe('ana')
      await notice(reader).getByRole('button', { name: 'Send it again' }).click()

      await expect.poll(() => routes.length).toBe(2)
      await routes[1]!.continue()
      await reader.page.locator('body:has(glass-stage[data-busy])').waitFor({ state: 'detached' })
      await reader.shows('.strip-sentence', 'refused Bo’s request')
    },
  )
})

describe('what keeps an answer', () => {
  test('no server: said at once, and nothing is lost', async ({ reader }) => {
    reader.expectComplaint(/ERR_FAILED/)
    await reader.openLesson(LESSON)
    await reader.page.route(REGISTER, (route) => route.abort())
    await send(reader)

    await reader.shows('[data-notice]', 'Your server did not answer.')
    await reader.shows('[data-notice]', 'What you typed is kept.')
    expect(await reader.page.inputValue(EMAIL)).toBe('ana')
    expect(await reader.page.locator('.house > svg').isVisible()).toBe(true)
  })

  long('a limit: when it ends, and the button waits for it', async ({ reader }) => {
    reader.expectComplaint(/429/)
    await reader.openLesson(LESSON)
    await answerWith(reader, 429, { 'retry-after': '1800' })
    await send(reader)

    await reader.shows('[data-notice]', 'That was a lot at once. Again in 30 minutes.')
    await reader.shows('[data-notice]', 'You have registered five people.')
    const button = reader.page.locator('#registration_form button')
    expect(await button.getAttribute('aria-disabled')).toBe('true')
  })

  long.for([
    [503, 'Every server is taken.'],
    [500, 'Your server broke, not you.'],
  ] as const)('%i: %s', async ([status, sentence], { reader }) => {
    reader.expectComplaint(/50[03]/)
    await reader.openLesson(LESSON)
    await answerWith(reader, status)
    await send(reader)

    await reader.shows('[data-notice]', sentence)
    expect(reader.path).toBe(LESSON)
  })
})

long('where every server is taken a Run shows its recording', async ({ reader }) => {
  reader.expectComplaint(/503/)
  await reader.openLesson(LESSON)
  await reader.page.route('**/acts', (route) => route.fulfill({ status: 503, body: '' }))

  await reader.page.locator('form[data-run="six-tries.2"] button').first().click()

  await reader.shows('[data-notice]', 'You see the recording; try again in a minute.')
  await reader.page.locator('glass-list[data-trace="recorded-six-tries-2"]').waitFor()
})

long('what goes wrong inside an element stops at its edge', async ({ reader }) => {
  await reader.page.addInitScript(() => {
    const define = customElements.define.bind(customElements)
    customElements.define = (name, element) => {
      const inside = Object.getPrototypeOf(element.prototype) as { connectedCallback(): void }
      if (name === 'glass-list')
        inside.connectedCallback = () => {
          throw new Error('broken on purpose')
        }
      define(name, element)
    }
  })
  await reader.openLesson(LESSON)
  await reader.shows('[data-notice]', 'A part of this page has stopped')

  await reader.page.locator('glass-list li[data-step] > details > summary').first().click()
  await reader.page.locator('glass-list li[data-step] > details[open]').first().waitFor()
  await send(reader)
  await reader.shows('.field-errors', 'must have the @ sign')
})

long('a live view is busy, and the next press waits its turn', async ({ reader }) => {
  await reader.goRegisterAndLogIn('ana@example.test')
  await reader.page.goto('/guess')
  await reader.shows('[data-part="connected"]', 'GuessLive, connected')
  const routes: Route[] = []
  await reader.page.route('**/live/*', (route) => {
    if (route.request().method() === 'POST') routes.push(route)
    else void route.continue()
  })

  await reader.page.locator('.guess-number').nth(0).click()
  await reader.page.locator('.guess-number').nth(1).click()
  await reader.page.locator('glass-live[aria-busy="true"]').waitFor()
  expect(await announced(reader)).toBe('Waiting for your server.')
  expect(routes).toHaveLength(1)

  await routes[0]!.continue()
  await expect.poll(() => routes.length).toBe(2)
  await routes[1]!.continue()
  await reader.page.locator('glass-live[aria-busy="true"]').waitFor({ state: 'detached' })
  expect(await announced(reader)).toBe('')
})
