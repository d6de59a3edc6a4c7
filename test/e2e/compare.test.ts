import { describe, expect } from 'vitest'
import { test, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'

const LESSON = '/lessons/scopes/contexts-take-the-scope-first'
const LISTS = 'two-people-one-function'
const LEAKS = 'without-the-scope'

/** Presses the last button of a step, which is the Run itself or the way past its question. */
async function run({ page }: Reader, demo: string, step: number): Promise<void> {
  const form = page.locator(
    `form:has(input[name="act"][value="${demo}"]):has(input[name="step"][value="${step}"])`,
  )
  await form.first().locator('button').last().click()
}

const inStage = ({ page }: Reader, demo: string, selector: string) =>
  page.locator(`glass-stage[data-demo="${demo}"] ${selector}`)

describe('two people', () => {
  test('who ran the same stand beside each other by themselves', async ({ reader }) => {
    await reader.openLesson(LESSON)
    await run(reader, LISTS, 1)
    await reader.shows('.strip', 'run 1 of 1')

    await run(reader, LISTS, 2)

    const strips = inStage(reader, LISTS, '.strips .strip')
    await strips.nth(1).waitFor()
    expect(await strips.count()).toBe(2)
    expect(await inStage(reader, LISTS, '.house-line').count()).toBe(2)
    await reader.shows('.compare', '23 steps, 5 differ')
    await inStage(reader, LISTS, '[data-close]').click()
    await reader.shows('.strip', 'run 2 of 2')
    await inStage(reader, LISTS, '.compare').waitFor({ state: 'detached' })
  })

  test('are compared by Shift, and by “+ compare” and then a chip', async ({ reader }) => {
    reader.expectComplaint(/status of 404/)
    await reader.openLesson(LESSON)
    await run(reader, LISTS, 1)
    await reader.shows('.strip', 'run 1 of 1')
    await run(reader, LISTS, 3)
    await reader.shows('.strip', 'run 2 of 2')
    const first = inStage(reader, LISTS, '.run-chip').first()

    await first.click({ modifiers: ['Shift'] })
    await inStage(reader, LISTS, '.compare').waitFor()
    await inStage(reader, LISTS, '[data-close]').click()
    await inStage(reader, LISTS, '[data-choose]').click()
    await first.press('Enter')

    await inStage(reader, LISTS, '.compare').waitFor()
    expect(reader.page.context().pages()).toHaveLength(1)
  })
})

describe('a leak', () => {
  test('leads to the run with the scope, and a row to its query', async ({ reader }) => {
    await reader.openLesson(LESSON)
    await run(reader, LEAKS, 2)

    await inStage(reader, LEAKS, '.strip-safe').click()

    await inStage(reader, LEAKS, '.compare del').first().waitFor()
    const query = inStage(reader, LEAKS, 'a[data-query]').first()
    await query.focus()
    await query.press('Enter')
    expect(await query.getAttribute('aria-current')).toBe('true')
    expect(await query.evaluate((link) => link === document.activeElement)).toBe(true)
  })
})

test('a link to a run shows it, or says that it is gone', async ({ reader }) => {
  reader.expectComplaint(/status of 404/)
  await reader.openLesson(LESSON)
  await run(reader, LISTS, 1)
  await reader.shows('.strip', 'run 1 of 1')
  await run(reader, LISTS, 3)
  await reader.shows('.strip', 'run 2 of 2')

  await reader.page.goto('/lessons')
  await reader.openLesson(`${LESSON}#run-1`)
  await reader.shows('.strip', 'run 1 of 2')
  await reader.page.goto('/lessons')
  await reader.openLesson(`${LESSON}#run-7`)

  await reader.shows('.flash', 'is gone')
})

test('without JavaScript two runs are a page', async ({ sitDown }) => {
  const reader = await sitDown(WITHOUT_JAVASCRIPT)
  await reader.openLesson(LESSON, { live: false })
  await run(reader, LISTS, 1)
  await reader.openLesson(LESSON, { live: false })
  await run(reader, LISTS, 2)

  await reader.follow('+ compare')

  await reader.shows('h1', 'Ana and Bo')
  await reader.follow('Close compare')
  await reader.shows('.strip', 'run 2 of 2')
})
