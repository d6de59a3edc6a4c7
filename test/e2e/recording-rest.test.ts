/** What a lesson at rest leaves out of the recording that it shows. */
import { describe, expect } from 'vitest'
import { askedFor } from '../support/asked-for.ts'
import { long, test, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'

const LESSON = '/lessons/forms/wrong-addresses'
const WIDE = { viewport: { width: 1280, height: 900 } }

const list = ({ page }: Reader) => page.locator('glass-list[data-recorded]').first()
const scope = (reader: Reader) => list(reader).locator('[data-tag="scope.current"]')

describe('a recording in a lesson', () => {
  long(
    'has of its closed rows what they are called, until somebody comes to them',
    async ({ sitDown }) => {
      const reader = await sitDown(WIDE)
      const requests = askedFor(reader, '/recordings/')
      await reader.openLesson(LESSON)

      expect(await list(reader).locator('[data-decides] .step-source').count()).toBe(1)
      expect(await scope(reader).locator('.step-source').count()).toBe(0)
      expect(requests).toEqual([])
    },
  )

  test('shows what a row saw, and asks for it once', async ({ sitDown }) => {
    const reader = await sitDown(WIDE)
    const requests = askedFor(reader, '/recordings/')
    await reader.openLesson(LESSON)

    await scope(reader).locator('> details > summary').click()
    await scope(reader).locator('.step-source').waitFor()
    await reader.page.locator('.take-away > summary').first().click()
    await reader.page.locator('.trace-curl > summary').first().click()

    expect(await list(reader).locator('[data-left-out]').count()).toBe(0)
    const command = await reader.page.locator('.trace-curl pre').first().textContent()
    expect(command).toContain(`curl -i '${new URL(reader.page.url()).origin}/`)
    expect(requests).toHaveLength(1)
  })

  long('leads whoever has no server to it to the page that holds it', async ({ sitDown }) => {
    const reader = await sitDown(WIDE)
    await reader.openLesson(LESSON)
    await reader.page.route('**/recordings/**', (route) => route.abort())
    reader.expectComplaint(/ERR_FAILED/)

    await scope(reader).locator('> details > summary').click()
    const link = scope(reader).getByRole('link', { name: 'What it saw' })
    await link.waitFor()

    expect(await link.getAttribute('href')).toMatch(/^\/recordings\/forms\/wrong-addresses\/.+#/)
  })

  long('leads to the same row without JavaScript, and that is open', async ({ sitDown }) => {
    const reader = await sitDown({ ...WIDE, ...WITHOUT_JAVASCRIPT })
    await reader.openLesson(LESSON, { live: false })

    await scope(reader).locator('> details > summary').click()
    await scope(reader).getByRole('link', { name: 'What it saw' }).click()

    await reader.page.waitForURL('**/recordings/**')
    expect(await reader.page.locator('li:target .step-source').isVisible()).toBe(true)
  })
})
