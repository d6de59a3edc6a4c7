import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'

const LESSON = '/lessons/looking-around/trying-an-invalid-user'
let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

/** Waits until the text of `locator` holds `text`. */
const shows = (page: Page, selector: string, text: string | RegExp) =>
  page.locator(selector).filter({ hasText: text }).first().waitFor()

describe.for([
  ['with JavaScript', true],
  ['without JavaScript', false],
] as const)('the walk %s', ([, javaScriptEnabled]) => {
  let context: BrowserContext
  let page: Page
  const problems: string[] = []

  beforeEach(async () => {
    context = await browser.newContext({ baseURL: inject('origin'), javaScriptEnabled })
    page = await context.newPage()
    // A refused form is answered 422, which Chromium reports as a failed resource.
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

  const emailField = () => page.locator('#registration_form input[name="user[email]"]')
  const ribbon = () => page.locator('.ribbon li[data-step]')
  async function register(email: string): Promise<void> {
    // Without JavaScript a good address leads to the log-in page.
    if ((await emailField().count()) === 0) await page.goto('/users/register')
    await emailField().fill(email)
    await page.locator('#registration_form button').click()
  }

  test('goes from the home page to a lesson', async () => {
    await page.goto('/')
    await shows(page, 'h1', 'glass walls')
    await page.getByRole('link', { name: 'Trying an invalid user' }).first().click()
    await shows(page, 'h1', 'Trying an invalid user')
    expect(await page.locator('figure.listing').count()).toBeGreaterThan(0)
    expect(await page.locator('[style]').count()).toBe(0)
  })

  test('finds the form as it was built, and keeps it when the stage opens', async () => {
    await page.goto(LESSON, { waitUntil: 'networkidle' })
    const html = () => page.locator('glass-stage [data-part="page"]').first().innerHTML()

    const opened = await html()
    await page.route('**/*.js', (route) => route.abort())
    await page.reload()

    expect(await html()).toBe(opened)
    problems.splice(0)
  })

  test('registers with bad and good addresses, and sees each layer answer', async () => {
    await page.goto(LESSON, { waitUntil: 'networkidle' })

    await register('')
    await shows(page, '.field-errors', "can't be blank")
    await shows(page, '.trace-title', 'POST /users/register')

    await register('ana')
    await shows(page, '.field-errors', 'must have the @ sign and no spaces')
    expect(await emailField().inputValue()).toBe('ana')
    const layers = await ribbon().evaluateAll((steps) =>
      steps.map((step) => step.getAttribute('data-layer')),
    )
    expect(new Set(layers)).toEqual(
      new Set(['request', 'plug', 'scope', 'context', 'changeset', 'reply']),
    )

    await register(`${'a'.repeat(157)}@example.test`)
    await shows(page, '.field-errors', 'should be at most 160 character(s)')

    await register('ana@example.test')
    await shows(page, '.flash', 'An email was sent to ana@example.test')
    await shows(page, '.trace-title', 'POST /users/register')
    await shows(page, '.ribbon', 'users_email_index')

    await register('ANA@example.test')
    await shows(page, '.field-errors', 'has already been taken')
    expect(await page.locator('.house > svg').getAttribute('aria-label')).toMatch(/\w/)
  })

  test('opens the mailbox, presses the link and the button, is logged in, and logs out', async () => {
    await page.goto(LESSON, { waitUntil: 'networkidle' })
    await register('ana@example.test')
    await shows(page, '.flash', 'An email was sent')

    if (javaScriptEnabled)
      await page.locator('glass-stage a[href="/sandbox/mailbox"]').first().click()
    else await page.getByRole('link', { name: 'your mailbox' }).first().click()
    await page.getByRole('link', { name: 'Confirmation instructions' }).click()
    await page.getByRole('link', { name: 'Open the link' }).click()
    await page.getByRole('button', { name: 'Confirm and stay logged in' }).click()

    await shows(page, '.flash', 'User confirmed successfully.')
    await shows(page, '.site-menu', 'ana@example.test')
    await shows(page, '.site-menu', 'Settings')
    const reload = () => (javaScriptEnabled ? page.reload() : page.goto('/'))
    await reload()
    await shows(page, '.site-menu', 'ana@example.test')

    await page.locator('.site-menu').getByRole('button', { name: 'Log out' }).click()
    await shows(page, '.site-menu', 'Register')
  })

  test('leads back to the lesson', async () => {
    await page.goto(LESSON, { waitUntil: 'networkidle' })
    await register('ana')
    await shows(page, '.field-errors', 'must have the @ sign')
    if (!javaScriptEnabled)
      await page.getByRole('link', { name: 'Trying an invalid user' }).first().click()
    await shows(page, 'h1', 'Trying an invalid user')
    expect(new URL(page.url()).pathname).toBe(LESSON)
  })

  test('is nothing to another browser', async () => {
    await page.goto(LESSON, { waitUntil: 'networkidle' })
    await register('ana@example.test')
    await shows(page, '.flash', 'An email was sent')

    const other = await browser.newContext({ baseURL: inject('origin'), javaScriptEnabled })
    try {
      page = await other.newPage()
      await page.goto('/sandbox/mailbox')
      expect(await page.getByText('ana@example.test').count()).toBe(0)
      await page.goto(LESSON, { waitUntil: 'networkidle' })
      await register('ana@example.test')
      await shows(page, '.flash', 'An email was sent to ana@example.test')
    } finally {
      await other.close()
    }
  })
})
