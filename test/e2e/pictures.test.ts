/** What a picture must not say: a halted request goes no further, a leak is not green, nothing found is no refusal. */
import { describe, expect } from 'vitest'
import { long, test, type Reader } from '../support/reader.ts'

// A demo may be about a refusal; the browser calls that a failed resource.
const REFUSED = /status of (?:404|500)/

describe('a picture', () => {
  const floor = ({ page }: Reader, name: string) =>
    page.locator(`a.house-floor[data-floor="${name}"], g.house-floor[data-floor="${name}"]`).last()

  long('of a guard that halts lies below the scope that it looked at', async ({ reader }) => {
    await reader.openLesson('/lessons/persons/down-and-back')
    await run(reader, 'bo-goes-down.3')

    const { page } = reader
    const first = page.locator('glass-stage').first()
    await first.locator('.house-floor.lit[data-floor="scope"]').waitFor()
    await first.locator('.house-floor[data-floor="guards"][data-end="refused"]').waitFor()
    expect(await first.locator('.house-floor.lit[data-floor="context"]').count()).toBe(0)
    expect(await first.locator('.strip[data-end="answered"]').count()).toBe(0)
  })

  test('of a leak has nothing green, and names whose row it was', async ({ reader }) => {
    await reader.openLesson('/lessons/persons/yours-and-mine')
    await run(reader, 'open-shelves.2')

    const stage = reader.page.locator('glass-stage[data-demo="open-shelves"]')
    await stage.locator('.strip[data-end="leaked"]', { hasText: 'Ana’s row' }).waitFor()
    await stage.locator('.house-floor[data-end="leaked"]').waitFor()
    await stage.locator('[data-decides="leaked"]', { hasText: 'Ana’s' }).waitFor()
    expect(await stage.locator('[data-persona="bo"] .flash-info').count()).toBe(0)
    expect(await floor(reader, 'sql').count()).toBe(1)
  })

  long('of a link that is too old found nothing, and says so in one colour', async ({ reader }) => {
    await reader.openLesson('/lessons/letters/links-by-letter')
    await run(reader, 'one-quarter.3')

    const stage = reader.page.locator('glass-stage[data-demo="one-quarter"]')
    await stage.locator('.strip[data-end="nothing"]', { hasText: 'turned Ana away' }).waitFor()
    await stage.locator('.house-floor[data-floor="sql"][data-end="nothing"]').waitFor()
    await stage.locator('[data-decides="nothing"]', { hasText: 'no rows' }).waitFor()
  })
})

long('a step in the text is taken on the stage, by whoever it names', async ({ reader }) => {
  const { page } = reader
  reader.expectComplaint(REFUSED)
  await reader.openLesson('/lessons/persons/yours-and-mine')

  await run(reader, 'two-lists.4')

  await reader.shows('[data-persona="bo"] .page-title', 'There is nothing at this address')
  await reader.shows('.stage-strip .strip', 'Found nothing for Bo’s request.')
  expect(page.url()).toContain('/lessons/persons/yours-and-mine')
})

async function run({ page }: Reader, step: string): Promise<void> {
  await page.locator(`form[data-run="${step}"] button`).last().click()
  await page.locator('body:has(glass-stage[data-busy])').waitFor({ state: 'detached' })
}
