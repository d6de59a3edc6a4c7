/** What only a browser can show: what it makes of the headers, of a form and of its own back button. */
import { describe, expect } from 'vitest'
import { test, type Reader } from '../support/reader.ts'
import { PASSWORD } from './people.ts'

// No hint of a form speaks of it.
const QUINN = 'quinn@example.test'

async function registerAndLogIn(reader: Reader): Promise<void> {
  await reader.goAndRegister(QUINN)
  await reader.openNewestLink()
  await reader.press('Confirm and log in only this time')
  await reader.shows('.flash', 'User confirmed successfully.')
}

describe('in a browser', () => {
  test('T10 the button behind a link is taken for one of this site', async ({ reader }) => {
    const { page } = reader
    await registerAndLogIn(reader)

    await page.goto('/users/settings')
    expect(await page.locator('h1').textContent()).toContain('Account Settings')
  })

  test('P7 a password can be pasted', async ({ reader }) => {
    const { page } = reader
    await registerAndLogIn(reader)
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

  test('H2 no page breaks its own policy', async ({ reader }) => {
    const { page } = reader
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
        console.error(`Content Security Policy: ${violatedDirective} ${blockedURI}`),
      )
    })
    await registerAndLogIn(reader)

    for (const path of [
      ...['/', '/lessons', '/users/log-in', '/users/settings', '/users/settings/sessions'],
      ...[
        '/users/settings/api-tokens',
        '/sandbox',
        '/sandbox/mailbox',
        '/sandbox/traces',
        '/nowhere',
      ],
      ...['/lessons/forms/wrong-addresses'],
    ]) {
      await page.goto(path)
      await page.locator('h1').first().waitFor()
    }
    // What a page complains of, a violation too, fails the test.
    reader.expectComplaint(/status of 404/)
  })

  test('H2 a script that somebody wrote into a page does not run', async ({ reader }) => {
    const { page } = reader
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
    expect(reader.problems.join('\n')).toMatch(/content security policy/i)
    reader.expectComplaint(/content security policy/i)
  })

  test('H5 the back button shows no settings after the log-out', async ({ reader }) => {
    const { page } = reader
    await registerAndLogIn(reader)
    await page.goto('/users/settings')
    await page.getByText('Another browser').or(page.getByText('This browser')).first().waitFor()
    await page.getByRole('button', { name: 'Log out', exact: true }).first().click()
    await page.getByText('Logged out successfully.').waitFor()

    await page.goBack()

    expect(reader.path).toBe('/users/log-in')
    const shown = (await page.locator('[data-part="page"]').textContent()) ?? ''
    expect(shown).toContain('Log in with email')
    for (const word of [QUINN, 'Another browser', 'This browser']) expect(shown).not.toContain(word)
    expect(await page.locator('.menu').textContent()).not.toContain(QUINN)
  })
})
