/** What a page of the app leaves out of the run that it shows: what closed rows open to. */
import { describe, expect } from 'vitest'
import { askedFor } from '../support/asked-for.ts'
import { test, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'

const WIDE = { viewport: { width: 1280, height: 900 } }

const scope = ({ page }: Reader) => page.locator('glass-list [data-tag="scope.current"]')

/** Whoever has a server of their own: without one, nothing keeps what a page leaves out. */
async function openPage({ page }: Reader): Promise<void> {
  await page.goto('/users/register')
  await page.locator('input[name="user[email]"]').fill('ana')
  await page.getByRole('button', { name: 'Create an account' }).click()
  await page.getByText('must have the @ sign').first().waitFor()
}

describe('a page of the app', () => {
  test('shows what a row saw, and asks for all of them once', async ({ sitDown }) => {
    const reader = await sitDown(WIDE)
    const requests = askedFor(reader, '/sandbox/traces/')
    await openPage(reader)
    expect(await scope(reader).locator('.step-source').count()).toBe(0)
    expect(requests).toEqual([])

    await scope(reader).locator('> details > summary').click()
    await scope(reader).locator('.step-source').waitFor()
    await reader.page.locator('.take-away > summary').first().click()
    await reader.page.locator('.trace-curl > summary').first().click()

    expect(await reader.page.locator('[data-left-out]').count()).toBe(0)
    expect(requests).toHaveLength(1)
  })

  test('leads to the same row without JavaScript, and that is open', async ({ sitDown }) => {
    const reader = await sitDown({ ...WIDE, ...WITHOUT_JAVASCRIPT })
    await openPage(reader)

    await scope(reader).locator('> details > summary').click()
    await scope(reader).getByRole('link', { name: 'What it saw' }).click()

    await reader.page.waitForURL('**/sandbox/traces/**')
    expect(await reader.page.locator('li:target .step-source').isVisible()).toBe(true)
  })
})
