import { describe, expect } from 'vitest'
import { long, test, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'

const LESSON = '/lessons/persons/yours-and-mine'
const LISTS = 'two-lists'
const LEAKS = 'open-shelves'

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
    await reader.shows('.compare', '20 steps, 5 differ')
    // Its sheet has come with it.
    const compare = inStage(reader, LISTS, '.compare')
    expect(await compare.evaluate((list) => getComputedStyle(list).display)).toBe('grid')
    await inStage(reader, LISTS, '[data-close]').click()
    await reader.shows('.strip', 'run 2 of 2')
    await inStage(reader, LISTS, '.compare').waitFor({ state: 'detached' })
  })

  long('have one track, and both move along it', async ({ reader }) => {
    await reader.openLesson(LESSON)
    await run(reader, LISTS, 1)
    await reader.shows('.strip', 'run 1 of 1')
    await run(reader, LISTS, 2)
    const track = inStage(reader, LISTS, 'glass-compare-track:defined .track')
    await track.waitFor()
    const stage = inStage(reader, LISTS, '.stage-trace')
    const before = await stage.innerText()
    const rings = inStage(reader, LISTS, '.house-now circle')
    const depths = () =>
      rings.evaluateAll((all) => all.map((ring) => Number(ring.getAttribute('cy'))))
    const { keyboard } = reader.page

    await track.focus()
    await keyboard.press('Home')
    const roof = await depths()
    for (let row = 0; row < 3; row += 1) await keyboard.press('ArrowRight')

    expect(await track.getAttribute('aria-valuetext')).toBe(
      'row 4 of 11, scope: scopeForUser, Ana: user 1 · Bo: user 2',
    )
    await reader.shows('.strip-step', 'Ana: user 1 · Bo: user 2')
    expect(await inStage(reader, LISTS, '.compare tr[data-later]').count()).toBe(7)
    expect(await inStage(reader, LISTS, '.house-end:visible').count()).toBe(0)
    expect(await inStage(reader, LISTS, '.compare-query:visible').count()).toBe(0)
    const [one, other] = await depths()
    expect(one).toBe(other)
    expect(one).toBeGreaterThan(roof[0]!)
    await keyboard.press('End')
    expect(await rings.count()).toBe(0)
    expect(await stage.innerText()).toBe(before)
  })

  long('are compared by Shift, and by “+ compare” and then a chip', async ({ reader }) => {
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

long('on a phone two runs stand in the sheet, in a house of their own', async ({ sitDown }) => {
  const reader = await sitDown({
    ...{ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  })
  await reader.openLesson(LESSON)
  await run(reader, LISTS, 1)
  await inStage(reader, LISTS, '.run-chip').first().waitFor({ state: 'attached' })
  await run(reader, LISTS, 2)
  await inStage(reader, LISTS, '.compare').waitFor({ state: 'attached' })

  await reader.page.locator(`[data-dock="${LISTS}"] .dock-server`).tap()

  const house = inStage(reader, LISTS, '.house:visible')
  await house.waitFor()
  expect(await house.count()).toBe(1)
  expect(await house.getAttribute('class')).toContain('house-phone')
  expect(await house.locator('.house-line').count()).toBe(2)
  await inStage(reader, LISTS, 'glass-compare-track:defined [data-by="-1"]').tap()
  expect(await house.locator('.house-now').count()).toBe(2)
  for (const part of ['.compare > table', '[data-close]']) {
    const { x, width } = (await inStage(reader, LISTS, part).boundingBox())!
    expect(x + width, part).toBeLessThanOrEqual(390)
  }
  await inStage(reader, LISTS, '[data-close]').tap()
  await inStage(reader, LISTS, '.compare').waitFor({ state: 'detached' })
  expect(await reader.page.locator('[role="dialog"]').count()).toBe(1)
})

long(
  'two runs of one person stand in its window as they were, and nothing in them can be sent',
  async ({ reader }) => {
    await reader.openLesson('/lessons/forms/wrong-addresses')
    const { page } = reader
    const window = page.locator('glass-stage .stage-window').first()
    await run(reader, 'six-tries', 1)
    await reader.shows('.strip', 'run 1 of 1')
    await run(reader, 'six-tries', 2)
    await reader.shows('.strip', 'run 2 of 2')

    await inStage(reader, 'six-tries', '.run-chip')
      .first()
      .click({ modifiers: ['Shift'] })

    const halves = window.locator('.compare-pages > section')
    await halves.nth(1).waitFor()
    expect(
      await halves.evaluateAll((all) => all.map((half) => half.getAttribute('aria-label'))),
    ).toEqual(['The page after run 1', 'The page after run 2'])
    expect(await halves.locator('form, :enabled:is(input, button), a[href]').count()).toBe(0)
    expect(await window.locator('[data-persona]').first().isVisible()).toBe(false)
    const ids = await page.evaluate(() =>
      [...document.querySelectorAll('[id]')].map(({ id }) => id),
    )
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])

    await page.locator('[data-close]').first().click()
    await halves.first().waitFor({ state: 'detached' })
    expect(await window.locator('[data-persona]').first().isVisible()).toBe(true)
  },
)

describe('a leak', () => {
  long('leads to the run with the scope, and a row to its query', async ({ reader }) => {
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

long('a link to a run shows it, or says that it is gone', async ({ reader }) => {
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

long('without JavaScript two runs are a page', async ({ sitDown }) => {
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
