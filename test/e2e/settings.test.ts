import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'

const LESSON = '/lessons/looking-around/trying-an-invalid-user'
const PASSWORD = 'correct horse battery'
let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

/** Waits until the text of `selector` holds `text`. */
const shows = (page: Page, selector: string, text: string | RegExp) =>
  page.locator(selector).filter({ hasText: text }).first().waitFor()
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

async function openNewestLink(page: Page): Promise<void> {
  await page.goto('/sandbox/mailbox')
  await page.locator('.mailbox a').first().click()
  await page.getByRole('link', { name: 'Open the link' }).click()
}

async function registerAndLogIn(page: Page, email: string): Promise<void> {
  await page.goto('/users/register')
  await page.fill('#registration_form [name="user[email]"]', email)
  await press(page, 'Create an account')
  await shows(page, '.flash', `An email was sent to ${email}`)
  await openNewestLink(page)
  await press(page, 'Confirm and stay logged in')
  await shows(page, '.flash', 'User confirmed successfully.')
}

describe.for([
  ['with JavaScript', true],
  ['without JavaScript', false],
] as const)('the settings %s', ([, javaScriptEnabled]) => {
  let context: BrowserContext
  let page: Page
  const problems: string[] = []

  beforeEach(async () => {
    context = await browser.newContext({ baseURL: inject('origin'), javaScriptEnabled })
    page = await context.newPage()
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of 422/.test(message.text()))
        problems.push(message.text())
    })
    page.on('pageerror', (error) => problems.push(error.message))
  })
  afterEach(async () => {
    await context.close()
    expect(problems.splice(0)).toEqual([])
  })

  /** Another browser of the same visitor. */
  async function withOtherBrowser(use: (page: Page) => Promise<void>): Promise<void> {
    const other = await browser.newContext({ baseURL: inject('origin'), javaScriptEnabled })
    const visitor = (await context.cookies()).filter(({ name }) => name.endsWith('_visitor'))
    await other.addCookies(visitor)
    try {
      await use(await other.newPage())
    } finally {
      await other.close()
    }
  }

  test('change the email, by a link and a button', async () => {
    await registerAndLogIn(page, 'ana@example.test')
    await page.goto('/users/settings')

    await page.fill('#settings-email', 'no address')
    await press(page, 'Change Email')
    await shows(page, '#update_email .field-errors', 'must have the @ sign and no spaces')
    await shows(page, '#update_email .badge', 'changeset')
    expect(await page.inputValue('#settings-email')).toBe('no address')

    await page.fill('#settings-email', 'new@gmail.com')
    await press(page, 'Change Email')
    await shows(page, '.flash', 'A link to confirm your email change has been sent')
    await shows(page, '.note', 'new@gmail.com looks like a real address.')
    await shows(page, '.trace-title', 'PUT /users/settings')
    await shows(page, '.site-menu', 'ana@example.test')

    await openNewestLink(page)
    await shows(page, 'h1', 'Change your email')
    await press(page, 'Change my email')
    await shows(page, '.flash', 'Email changed successfully.')
    await shows(page, '.site-menu', 'new@gmail.com')
  })

  test('set a password, which logs in', async () => {
    await registerAndLogIn(page, 'ana@example.test')
    await page.goto('/users/settings')

    await page.fill('#settings-password', 'short')
    await page.fill('#settings-password-confirmation', 'other')
    await press(page, 'Save Password')
    await shows(page, '#update_password .field-errors', 'should be at least 12 character(s)')
    await shows(page, '#update_password .field-errors', 'does not match password')
    expect(await page.inputValue('#settings-password')).toBe('')

    await page.fill('#settings-password', PASSWORD)
    await page.fill('#settings-password-confirmation', PASSWORD)
    await press(page, 'Save Password')
    await shows(page, '.flash', 'Password updated successfully.')
    await page.locator('#settings-current-password').waitFor()

    await withOtherBrowser(async (other) => {
      await other.goto('/users/log-in')
      await other.fill('#login-password-email', 'ana@example.test')
      await other.fill('#login-password', 'not the right one')
      await press(other, 'Log in only this time')
      await shows(other, '.flash', 'Invalid email or password')
      expect(await other.inputValue('#login-password-email')).toBe('ana@example.test')
      expect(await other.inputValue('#login-password')).toBe('')
      await other.fill('#login-password', PASSWORD)
      await press(other, 'Log in only this time')
      await shows(other, '.site-menu', 'ana@example.test')

      await page.goto('/users/settings')
      await press(page, 'Log out everywhere else')
      await shows(page, '.flash', 'Every other session is over.')
      await other.goto('/users/settings')
      await shows(other, '.flash', 'You must log in to access this page.')
    })
  })

  test('make a token that a program can use, until it is revoked', async () => {
    await registerAndLogIn(page, 'ana@example.test')
    await page.goto('/users/settings')
    await shows(page, '#api-tokens', 'No tokens yet')

    await press(page, 'Create a token')
    await shows(page, 'h2', 'Your new token')
    const token = await page.locator('.account-secret').first().innerText()
    await shows(page, '.account-secret', `Authorization: Bearer ${token}`)
    const ask = async () => {
      const response = await fetch(inject('origin'), {
        headers: { authorization: `Bearer ${token}` },
      })
      return [response.status, await response.text()] as const
    }
    expect(await ask()).toEqual([200, expect.stringContaining('ana@example.test')])

    await page.goto('/users/settings')
    await shows(page, '#api-tokens code', token.split('.')[1]!.slice(0, 8))
    await page.getByRole('button', { name: /^Revoke/ }).click()
    await shows(page, '.flash', 'That token opens nothing any more.')
    expect(await ask()).toEqual([401, 'No access for you'])
  })

  test('ask for a log-in once the clock has gone on, and lead back', async () => {
    await registerAndLogIn(page, 'ana@example.test')
    await page.goto('/sandbox/clock')
    await press(page, '15 minutes')
    await shows(page, '.flash', 'The clock of your sandbox went on by 15 minutes.')

    await page.goto('/users/settings')
    await shows(page, '.flash', 'You must re-authenticate to access this page.')
    expect(await page.locator('#login-magic-email').getAttribute('readonly')).not.toBeNull()
    await press(page, 'Log in with email')
    await openNewestLink(page)
    await press(page, 'Log in')

    await shows(page, 'h1', 'Account Settings')
    await shows(page, '.flash', 'Welcome back!')
  })

  test('log out everywhere', async () => {
    await registerAndLogIn(page, 'ana@example.test')
    await page.goto('/users/settings')

    await press(page, 'Log out everywhere')

    await shows(page, '.flash', 'You are logged out everywhere.')
    await shows(page, '.site-menu', 'Register')
  })

  test('of the sandbox put a password into the registration', async () => {
    await page.goto('/users/register')
    await page.fill('#registration_form [name="user[email]"]', 'bo@example.test')
    await press(page, 'Create an account')
    await page.goto('/sandbox')
    await press(page, 'Switch it on')
    await shows(page, '.flash', 'The registration takes a password now, too.')

    await page.goto('/users/register')
    await page.fill('#registration_form [name="user[email]"]', 'ana@example.test')
    await page.fill('#registration-password', PASSWORD)
    await page.fill('#registration-password-confirmation', PASSWORD)
    await press(page, 'Create an account')

    await shows(page, '.flash', 'An email was sent to ana@example.test')
  })
})

describe('the settings inside a stage', () => {
  test('answer in their window, with the trace below, and the lesson stays', async () => {
    const context = await browser.newContext({ baseURL: inject('origin') })
    const page = await context.newPage()
    await registerAndLogIn(page, 'ana@example.test')
    await page.goto(LESSON)
    const stage = page.locator('glass-stage').first()

    await stage.getByRole('link', { name: 'Settings' }).click()
    await shows(page, 'glass-stage .page-title', 'Account Settings')
    await page.fill('#settings-password', 'short')
    await press(page, 'Save Password')
    await shows(page, 'glass-stage .field-errors', 'should be at least 12 character(s)')
    await shows(page, 'glass-stage .trace-title', 'PUT /users/settings')
    await press(page, 'Create a token')
    await shows(page, 'glass-stage h2', 'Your new token')
    await stage.getByRole('link', { name: 'All settings' }).click()
    await press(page, 'Log out everywhere')
    await shows(page, 'glass-stage .flash', 'You are logged out everywhere.')

    expect(new URL(page.url()).pathname).toBe(LESSON)
    await shows(page, '.site-menu', 'Register')
    await context.close()
  })
})

describe('every account page', () => {
  test('is free of what axe finds, and fits a phone', async () => {
    const context = await browser.newContext({
      baseURL: inject('origin'),
      viewport: { width: 320, height: 640 },
      reducedMotion: 'reduce',
    })
    const page = await context.newPage()
    const found: unknown[] = []
    const look = async (what: string) => {
      const { violations } = await new AxeBuilder({ page }).analyze()
      found.push(...violations.map(({ id, nodes }) => [what, id, nodes[0]?.html]))
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      if (width > 320) found.push([what, 'is too wide', width])
    }

    await page.goto('/users/register')
    await look('registration')
    await page.fill('#registration_form [name="user[email]"]', 'ana@@gmail.com')
    await press(page, 'Create an account')
    await look('registration with an error')
    await registerAndLogIn(page, `${'a'.repeat(60)}@gmail.com`)
    for (const path of ['/users/settings', '/users/settings/sessions', '/sandbox']) {
      await page.goto(path)
      await look(path)
    }
    await page.goto('/users/settings')
    await press(page, 'Save Password')
    await look('settings with an error')
    await press(page, 'Create a token')
    await look('a new token')
    await page.goto('/users/log-in')
    await look('log-in again')
    await page.goto('/users/settings')
    await page.fill('#settings-email', 'new@example.test')
    await press(page, 'Change Email')
    await openNewestLink(page)
    await look('the link to a new email')
    await page.goto('/users/settings')
    await press(page, 'Log out everywhere')
    await page.goto('/users/log-in')
    await look('log-in')

    expect(found).toEqual([])
    await context.close()
  })
})
