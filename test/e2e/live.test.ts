import { describe, expect } from 'vitest'
import { startBuiltServer } from '../support/built-server.ts'
import { longOf } from '../support/long.ts'
import { PHONE, test as base, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'

const ANA = 'ana@example.test'
const PASSWORD = 'correct horse battery'

/** Ana and Bo in one sandbox, both logged in, in the reader's browser and in another. */
const test = base.extend('two', async ({ reader, sitDownBeside }) => {
  await reader.page.goto('/sandbox/people')
  await reader.press('Start here : Ana and Bo')
  await reader.shows('.flash', 'with a start state: Ana and Bo.')
  const other = await sitDownBeside(reader)
  const cookies = await reader.context.cookies()
  await other.context.addCookies(cookies.filter(({ name }) => name.includes('_session_')))
  return [reader, other] as const
})
const long = longOf(test)

/** Guesses 1, 2, 3 … until the number is found. */
async function play({ page }: Reader): Promise<void> {
  for (let number = 1; number <= 10; number += 1) {
    await page.getByRole('button', { name: String(number), exact: true }).click()
    const message = page.locator('[data-guess="message"]', { hasText: `Your guess: ${number}.` })
    await message.waitFor()
    if ((await message.textContent())!.includes('Correct!')) return
  }
  throw new Error('No number was right.')
}

/** Is logged in, wins a game, sees that it is saved, and begins another. */
async function winAndBeginAgain(reader: Reader): Promise<void> {
  await reader.shows('.guess-who', `You play as ${ANA}`)

  await play(reader)

  const score = Number(await reader.page.locator('[data-guess="score"]').textContent())
  expect(score).toBeGreaterThan(0)
  await reader.shows('.guess-saved', 'Saved as score 1.')
  await reader.shows('.strip-title', 'GuessLive, event guess')
  await reader.press('Play again')
  await reader.shows('[data-guess="message"]', 'Make a guess:')
  expect(await reader.page.locator('[data-guess="score"]').textContent()).toBe(String(score))
}

describe('the guessing game', () => {
  test('takes its player from the scope, is won, and begins again', async ({ reader }) => {
    await reader.goRegisterAndLogIn(ANA)
    await reader.page.goto('/guess')
    await reader.shows('[data-part="connected"]', 'GuessLive, connected')

    await winAndBeginAgain(reader)
  })

  long('is played without JavaScript, a page for each guess', async ({ sitDown }) => {
    const reader = await sitDown(WITHOUT_JAVASCRIPT)
    await reader.goRegisterAndLogIn(ANA)
    await reader.page.goto('/guess')

    await winAndBeginAgain(reader)
  })
})

long(
  'the guessing game is played with the keyboard, which stays where it was',
  async ({ reader }) => {
    await reader.goRegisterAndLogIn(ANA)
    await reader.page.goto('/guess')
    await reader.shows('[data-part="connected"]', 'connected')
    await reader.page.getByRole('button', { name: '1', exact: true }).focus()
    for (let number = 1; number <= 10; number += 1) {
      await reader.page.keyboard.press('Enter')
      await reader.shows('[data-guess="message"]', `Your guess: ${number}.`)
      if (await reader.page.getByRole('button', { name: 'Play again' }).isVisible()) break
      await reader.page.keyboard.press('Tab')
    }

    await reader.page.keyboard.press('Enter')
    await reader.shows('[data-guess="message"]', 'Make a guess:')
  },
)

test('a page that goes while it connects is forgotten by the server', async ({ reader }) => {
  const { page } = reader
  await reader.goRegisterAndLogIn(ANA)
  let connects = () => undefined as void
  const held = new Promise<void>((go) => (connects = go))
  await page.route('**/live', async (route) => {
    await held
    await route.continue()
  })
  const asked = page.waitForRequest('**/live')
  await page.goto('/guess')
  await asked
  await page.locator('glass-live').evaluate((live) => live.remove())
  const told = page.waitForRequest('**/sandbox/events')

  connects()

  expect((await told).postData()).toMatch(/^left=[\w-]+$/)
})

describe('a form', () => {
  long(
    'is checked while it is filled in, and keeps what is typed and where',
    async ({ reader }) => {
      await reader.page.goto('/users/register')
      const email = reader.page.locator('#registration_form input[name="user[email]"]')
      await email.pressSequentially('ana at example')

      await reader.shows('.field-errors', 'must have the @ sign and no spaces')
      expect(await email.inputValue()).toBe('ana at example')
      expect(await email.evaluate((input) => input === document.activeElement)).toBe(true)
      // Nothing was made for it: looking at pages and typing is no act.
      expect(await reader.context.cookies()).toEqual([])
      await email.fill(ANA)
      await reader.page.locator('.field-errors').waitFor({ state: 'detached' })
      await reader.press('Create an account')
      await reader.shows('.flash', `An email was sent to ${ANA}`)
    },
  )

  long(
    'of the settings is checked, each field once somebody has come to it',
    async ({ reader }) => {
      await reader.goRegisterAndLogIn(ANA)
      await reader.page.goto('/users/settings')
      await reader.page.fill('#settings-password', 'short')

      await reader.shows('#settings-password-errors', 'should be at least 12 character(s)')
      expect(await reader.page.locator('#settings-password-confirmation-errors').count()).toBe(0)
      await reader.page.fill('#settings-password', PASSWORD)
      await reader.page.fill('#settings-password-confirmation', 'another')
      await reader.shows('#settings-password-confirmation-errors', 'does not match password')
      expect(await reader.page.inputValue('#settings-password')).toBe(PASSWORD)
      await reader.page.fill('#settings-password-confirmation', PASSWORD)
      await reader.page.locator('.field-errors').waitFor({ state: 'detached' })

      await reader.page.fill('#settings-email', 'no address')
      await reader.shows('#settings-email-errors', 'must have the @ sign and no spaces')
      expect(await reader.page.inputValue('#settings-password')).toBe(PASSWORD)
    },
  )

  long('on the stage of a lesson is checked as well, beside the text', async ({ reader }) => {
    await reader.openLesson('/lessons/persons/who-comes-in')
    await reader.followInBar('Page')
    const email = reader.page.locator('#registration_form input[name="user[email]"]')
    await email.pressSequentially('ana at example')

    await reader.shows('.stage .field-errors', 'must have the @ sign and no spaces')
    await email.fill(ANA)
    await reader.page.locator('.field-errors').waitFor({ state: 'detached' })
    await reader.press('Create an account')
    await reader.shows('.stage .flash', `An email was sent to ${ANA}`)
  })
})

describe('a live view that is open in one tab', () => {
  const open = async (reader: Reader) => {
    await reader.goRegisterAndLogIn(ANA)
    const tab = await reader.context.newPage()
    await tab.goto('/guess')
    await tab.locator('[data-part="connected"]', { hasText: 'connected' }).waitFor()
    return tab
  }

  test('is sent to the log-in when another tab logs out', async ({ reader }) => {
    const tab = await open(reader)
    await reader.page.goto('/')
    await reader.page.locator('.menu').getByRole('button', { name: 'Log out' }).click()

    await tab.waitForURL('**/users/log-in')
    await tab.locator('.flash', { hasText: 'You must log in to access this page.' }).waitFor()
  })

  long(
    'connects again when another tab sets a password: the cookie is a new one',
    async ({ reader }) => {
      const tab = await open(reader)
      const first = await tab
        .locator('glass-live')
        .evaluate((page): unknown => Reflect.get(page, 'liveId'))
      await reader.page.goto('/users/settings')
      await reader.page.fill('#settings-password', PASSWORD)
      await reader.page.fill('#settings-password-confirmation', PASSWORD)
      await reader.press('Save Password')
      await reader.shows('.flash', 'Password updated successfully.')

      await tab.waitForFunction((before) => {
        const id: unknown = Reflect.get(document.querySelector('glass-live')!, 'liveId')
        return id !== null && id !== before
      }, first)
      expect(new URL(tab.url()).pathname).toBe('/guess')
    },
  )

  long('connects again by itself when the server was restarted', async ({ sitDown }) => {
    const server = await startBuiltServer()
    try {
      const reader = await sitDown({ baseURL: server.origin })
      // That its stream was cut is all that the browser complains of.
      reader.expectComplaint(/net::ERR_/)
      await reader.goRegisterAndLogIn(ANA)
      await reader.page.goto('/guess')
      await reader.shows('[data-part="connected"]', 'connected')
      await reader.page.getByRole('button', { name: '1', exact: true }).click()
      await reader.shows('[data-guess="message"]', 'Your guess: 1.')

      await server.restart()

      // What stood on the server is gone with it: the game begins again.
      await reader.shows('[data-guess="message"]', 'Make a guess:')
      await reader.page.getByRole('button', { name: '2', exact: true }).click()
      await reader.shows('[data-guess="message"]', 'Your guess: 2.')
    } finally {
      await server.stop()
    }
  })

  long(
    'of somebody else stays when one of two people logs out',
    async ({ two: [reader, other] }) => {
      await reader.page.goto('/as/ana/guess')
      await reader.shows('[data-part="connected"]', 'connected')
      await other.page.goto('/as/bo/guess')
      await other.shows('[data-part="connected"]', 'connected')
      const anaElsewhere = await reader.context.newPage()
      await anaElsewhere.goto('/as/ana/guess')

      await anaElsewhere.locator('.menu').getByRole('button', { name: 'Log out' }).click()

      await reader.page.waitForURL('**/as/ana/users/log-in')
      await other.page.getByRole('button', { name: '1', exact: true }).click()
      await other.shows('[data-guess="message"]', 'Your guess: 1.')
    },
  )
})

long(
  'a list of scores changes while it is looked at, for whoever may see it',
  async ({ two: [reader, other] }) => {
    await reader.page.goto('/as/ana/scores')
    await reader.shows('[data-part="connected"]', 'ScoresLive, connected')
    const bos = await other.context.newPage()
    await bos.goto('/as/bo/scores')
    await bos.locator('[data-part="connected"]', { hasText: 'ScoresLive, connected' }).waitFor()

    await other.page.goto('/as/ana/scores/new')
    await other.page.fill('input[name="score[points]"]', '7')
    await other.page.fill('input[name="score[guesses]"]', '4')
    await other.page.locator('form:has(input[name="score[points]"]) button').click()
    await other.shows('.flash', 'Score created successfully.')

    await reader.shows('.scores', '4 guesses')
    await bos.locator('.empty', { hasText: 'No scores yet' }).waitFor()
  },
)

long('the guessing game keeps nobody out, and fits a phone', async ({ sitDown }) => {
  const reader = await sitDown(PHONE)
  await reader.goRegisterAndLogIn(ANA)
  await reader.page.goto('/guess')
  await reader.shows('[data-part="connected"]', 'connected')
  const found = [...(await reader.faults('a game that begins'))]
  await play(reader)
  found.push(...(await reader.faults('a game that is won')))

  expect(found).toEqual([])
})
