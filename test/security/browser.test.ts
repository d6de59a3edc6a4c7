/** What only a browser can show: what it makes of the headers, of a form and of its own back button. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { PASSWORD } from './people.ts'

// No hint of a form speaks of it.
const QUINN = 'quinn@example.test'
let browser: Browser
let context: BrowserContext
let page: Page
const violations: string[] = []

beforeAll(async () => {
  browser = await launchBrowser()
}, 30_000)
afterAll(() => browser.close())
beforeEach(async () => {
  context = await browser.newContext({ baseURL: inject('origin') })
  page = await context.newPage()
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) violations.push(message.text())
  })
})
afterEach(async () => {
  await context.close()
  expect(violations.splice(0)).toEqual([])
})

async function openLink(): Promise<void> {
  await page.goto('/sandbox/mailbox')
  await page.locator('main a[href^="/sandbox/mailbox/"]').first().click()
  await page.getByRole('link', { name: 'Open the link' }).click()
}

async function registerAndLogIn(): Promise<void> {
  await page.goto('/users/register')
  await page.locator('#registration_form input[name="user[email]"]').fill(QUINN)
  await page.locator('#registration_form button').click()
  await page.getByText('please access it to confirm').waitFor()
  await openLink()
  await page.getByRole('button', { name: 'Confirm and log in only this time' }).click()
  await page.getByText('User confirmed successfully.').waitFor()
}

describe('in a browser', () => {
  test('T10 the button behind a link is taken for one of this site', async () => {
    await registerAndLogIn()

    await page.goto('/users/settings')
    expect(await page.locator('h1').textContent()).toContain('Account Settings')
  })

  test('P7 a password can be pasted', async () => {
    await registerAndLogIn()
    await page.goto('/users/settings')
    const field = page.locator('input[name="user[password]"]')
    const paste = (text: string) =>
      field.evaluate((input: HTMLInputElement, pasted) => {
        const data = new DataTransfer()
        data.setData('text/plain', pasted)
        const event = new ClipboardEvent('paste', {
          clipboardData: data,
          bubbles: true,
          cancelable: true,
        })
        // A page that forbids it cancels the event; otherwise the browser inserts the text.
        if (input.dispatchEvent(event)) input.ownerDocument.execCommand('insertText', false, pasted)
      }, text)

    await field.focus()
    await paste(PASSWORD)

    expect(await field.inputValue()).toBe(PASSWORD)
  })

  test('H2 no page breaks its own policy', async () => {
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
        console.error(`Content Security Policy: ${violatedDirective} ${blockedURI}`),
      )
    })
    await registerAndLogIn()

    for (const path of [
      ...['/', '/lessons', '/users/log-in', '/users/settings', '/users/settings/sessions'],
      ...[
        '/users/settings/api-tokens',
        '/sandbox',
        '/sandbox/mailbox',
        '/sandbox/traces',
        '/nowhere',
      ],
      ...['/lessons/looking-around/trying-an-invalid-user'],
    ]) {
      await page.goto(path)
      await page.locator('h1').first().waitFor()
    }
    expect(violations).toEqual([])
  })

  test('H2 a script that somebody wrote into a page does not run', async () => {
    await page.goto('/users/log-in')
    const ran = await page.evaluate(async () => {
      const script = document.createElement('script')
      script.textContent = 'document.title = "ran"'
      document.body.append(script)
      const image = document.createElement('img')
      image.setAttribute('onerror', 'document.title = "ran"')
      image.src = 'data:,'
      document.body.append(image)
      await new Promise((resolve) => image.addEventListener('error', resolve, { once: true }))
      return document.title
    })

    expect(ran).not.toBe('ran')
    expect(violations.splice(0).length).toBeGreaterThan(0)
  })

  test('H5 the back button shows no account after the log-out', async () => {
    await registerAndLogIn()
    await page.goto('/users/settings')
    await page.getByText('Another browser').or(page.getByText('This browser')).first().waitFor()
    await page.getByRole('button', { name: 'Log out', exact: true }).first().click()
    await page.getByText('Logged out successfully.').waitFor()

    await page.goBack()

    expect(await page.locator('body').textContent()).not.toContain(QUINN)
    expect(new URL(page.url()).pathname).toBe('/users/log-in')
  })
})
