/** Back to a page that was the answer to a form. */
import { describe, expect } from 'vitest'
import { test, WITHOUT_JAVASCRIPT } from '../support/reader.ts'

const EMAIL = '#registration_form input[name="user[email]"]'

describe.for([
  ['with JavaScript', {}],
  ['without JavaScript', WITHOUT_JAVASCRIPT],
] as const)('%s', ([, options]) => {
  test('Back to a refused form shows it, with what was typed and why it was refused', async ({
    sitDown,
  }) => {
    const reader = await sitDown(options)
    await reader.page.goto('/users/register')
    await reader.page.fill(EMAIL, 'x')
    await reader.page.locator('#registration_form button').click()
    await reader.shows('.field-errors', 'must have the @ sign and no spaces')
    await reader.page.locator('.site-head').getByRole('link', { name: 'Course' }).click()
    await reader.page.waitForURL('**/lessons')

    await reader.page.goBack()

    await reader.shows('.field-errors', 'must have the @ sign and no spaces')
    expect(await reader.page.inputValue(EMAIL)).toBe('x')
    expect(reader.path).toBe('/users/register')
  })
})
