import { afterAll, beforeAll, describe, expect } from 'vitest'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { expireSandboxes } from '../support/expire-sandboxes.ts'
import { longOf } from '../support/long.ts'
import { PHONE, test as base, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'

const LESSON = '/lessons/forms/wrong-addresses'
const EMAIL = '#registration_form input[name="user[email]"]'
let server: BuiltServer

beforeAll(async () => {
  server = await startBuiltServer({ LIMIT_NEW_SANDBOXES: '1000' })
})
afterAll(() => server.stop())

/** A reader of a server of their own: its sandboxes are ended, all of them. */
const test = base.extend('reader', ({ sitDown, options }) =>
  sitDown({ baseURL: server.origin, ...options }),
)
const long = longOf(test)

/** Somebody whose sandbox went while they filled in a form goes on in another. */
async function goOnInAFreshOne(reader: Reader): Promise<void> {
  // Somebody of whom no start state on the page of people tells.
  await reader.goAndRegister('uma@example.test')
  await reader.page.goto('/users/register')
  await expireSandboxes(server)
  await reader.register('bo@example.test')

  await reader.shows('h1', 'Your sandbox has expired')
  await reader.shows('.stage-window', 'Nobody used your sandbox for 24 hours')
  await reader.shows('.stage-window', 'Nothing was done yet. What you sent is kept.')
  await reader.shows('.stage-window dd', 'bo@example.test')

  await reader.press('Send it again in a fresh sandbox')

  await reader.shows('.flash', 'An email was sent to bo@example.test')
  await reader.page.goto('/sandbox/people')
  await reader.shows('.account-list', 'bo@example.test')
  expect(await reader.page.locator('main').innerText()).not.toContain('uma@example.test')
}

/** On a stage: the same, without leaving the lesson. */
async function loseItInALesson(reader: Reader, isLive = true): Promise<void> {
  await reader.page.locator(EMAIL).waitFor()
  await reader.page.fill(EMAIL, 'bo@example.test')
  await expireSandboxes(server)
  await reader.page.locator('#registration_form button').click()

  if (isLive) {
    await reader.shows('[data-notice]', 'Your server was cleared after a day of rest.')
    expect(await reader.page.inputValue(EMAIL)).toBe('bo@example.test')
    await reader.press('Go on')
  } else {
    await reader.shows('.page-title', 'Your sandbox has expired')
    await reader.shows('.facts', 'bo@example.test')
    await reader.press('Send it again in a fresh sandbox')
  }

  await reader.shows('.flash', 'An email was sent to bo@example.test')
  await reader.shows('.strip-sentence', 'one mail sent')
}

describe('a sandbox that is lost while a form is open', () => {
  test('is told of by the next press, which keeps what was typed, and one more goes on', async ({
    reader,
  }) => {
    await goOnInAFreshOne(reader)
  })

  long('is told of by a page that is opened, and then nothing asks again', async ({ reader }) => {
    await reader.goAndRegister('ana@example.test')
    await expireSandboxes(server)

    await reader.page.goto('/users/register')

    await reader.shows('.flash-loss', 'so it was thrown away. Your next action makes a fresh one.')
    await reader.register('bo@example.test')
    await reader.shows('.flash', 'An email was sent to bo@example.test')
  })

  long('is told of on the stage of a lesson, too', async ({ reader }) => {
    await reader.openLesson(LESSON)
    await reader.register('ana@example.test')
    await reader.shows('.flash', 'An email was sent')
    await reader.followInBar('Page')

    await loseItInALesson(reader)

    expect(reader.path).toBe(LESSON)
  })

  long('of the clock: how far it was to go is kept', async ({ reader }) => {
    await reader.goAndRegister('ana@example.test')
    await reader.page.goto('/sandbox/clock')
    await expireSandboxes(server)
    await reader.press('14 days')
    await reader.shows('.facts', '14d')

    await reader.press('Send it again in a fresh sandbox')

    await reader.shows('.flash', 'went on by 14 days. Nothing expired.')
  })

  long('never keeps a password, and says so', async ({ reader }) => {
    await reader.goAndRegister('ana@example.test')
    await reader.page.goto('/users/log-in')
    await reader.page.locator('.log-in-password > summary').click()
    await reader.page.fill('#login_form_password [name="user[email]"]', 'ana@example.test')
    await reader.page.fill('#login_form_password [name="user[password]"]', 'plums in a blue crate')
    await expireSandboxes(server)
    await reader.page.locator('#login_form_password button').first().click()

    await reader.shows('.stage-window', 'A password or a token is not: it never travels back.')
    expect(await reader.page.content()).not.toContain('plums in a blue crate')
  })
})

long('what is typed on a stage stays in its field while the sandbox goes', async ({ reader }) => {
  await reader.openLesson(LESSON)
  await reader.register('ana@example.test')
  await reader.shows('.stage .flash', 'An email was sent')
  await reader.followInBar('Page')
  await reader.page.locator(EMAIL).waitFor()
  await reader.page.fill(EMAIL, 'half of an addr')
  const tab = await reader.context.newPage()
  await tab.goto('/sandbox')

  await tab.getByRole('button', { name: 'Delete my sandbox' }).click()

  await reader.shows('[data-time-left]', 'is over: your next action makes a fresh one')
  expect(await reader.page.inputValue(EMAIL)).toBe('half of an addr')
  await reader.register('bo@example.test')
  await reader.shows('.stage .flash', 'An email was sent to bo@example.test')
})

describe('without JavaScript', () => {
  test.override({ options: WITHOUT_JAVASCRIPT })

  long('a lost sandbox is told of by a page, from which its reader goes on', async ({ reader }) => {
    await goOnInAFreshOne(reader)

    await reader.page.goto(LESSON)
    await loseItInALesson(reader, false)

    await reader.shows('.crumb', 'Wrong addresses')
  })
})

describe('on a phone', () => {
  test.override({ options: PHONE })

  long('the page that says so keeps nobody out, and fits', async ({ reader }) => {
    await reader.goAndRegister('ana@example.test')
    await reader.page.goto('/users/register')
    await expireSandboxes(server)
    await reader.register(`${'b'.repeat(140)}@example.test`)
    await reader.shows('h1', 'Your sandbox has expired')
    const found = [...(await reader.faults('410'))]
    await reader.page.goto('/sandbox')
    await reader.shows('.flash-loss', 'thrown away')
    found.push(...(await reader.faults('a page that says so')))
    await reader.openLesson(LESSON)
    await reader.register('ana@example.test')
    await reader.shows('.stage .flash', 'An email was sent')
    await reader.followInBar('Page')
    // From the trace to the page, and from that to the act's own.
    await reader.followInBar('Page')
    await reader.page.locator(EMAIL).waitFor()
    await expireSandboxes(server)
    await reader.register('bo@example.test')
    await reader.shows('[data-notice]', 'Your server was cleared')
    found.push(...(await reader.faults('on a stage')))

    expect(found).toEqual([])
  })
})
