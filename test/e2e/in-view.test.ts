/** Page, house and the row that decides are on the screen together, after every press of a lesson. */
import { describe, expect } from 'vitest'
import { listLessons, listDemosOf } from '#course/course.ts'
import { outOfView } from '../support/in-view.ts'
import { test, type Reader } from '../support/reader.ts'
import { formsFor } from '../support/whole-course.ts'

const SCREENS = [
  { width: 1280, height: 720 },
  { width: 1024, height: 768 },
  { width: 1440, height: 900 },
]

/** The buttons that take a step, wherever they stand, by the step that they name. */
const RUNS = 'form[data-run], form:has(> input[name="_step"]), a[data-stage-of]'

async function pressAll(reader: Reader, demo: string): Promise<readonly unknown[]> {
  const { page } = reader
  const found: unknown[] = []
  const runs = page.locator(`:is(${RUNS})[data-stage-of="${demo}"]`)
  for (let index = 0; index < (await runs.count()); index += 1) {
    const run = runs.nth(index)
    const button = (await run.locator('button').count()) > 0 ? run.locator('button').first() : run
    await button.evaluate((element: HTMLElement) => element.click())
    await page.locator('glass-stage[data-busy]').waitFor({ state: 'detached' })
    // A page that opens by itself may still come.
    await page.waitForLoadState('networkidle')
    const faults = await outOfView(page)
    if (faults.length > 0) found.push([demo, index + 1, ...faults])
  }
  return found
}

/** `npm run test:course` presses everything on each screen, `npm test` one lesson on one. */
const lessons = formsFor(listLessons(), 0)

describe.for(lessons.map((lesson, place) => [lesson, place] as const))('%s', ([lesson, place]) => {
  test.for(formsFor(SCREENS, place).map((viewport) => [viewport] as const))(
    'what a run shows is in view, without scrolling, at %j',
    async ([viewport], { sitDown }) => {
      const reader = await sitDown({ viewport })
      // A twin may break on purpose, and a step may be refused.
      reader.expectComplaint(/status of [45]\d\d/)
      await reader.openLesson(lesson.href)
      const found: unknown[] = [...(await outOfView(reader.page))]
      for (const { id } of listDemosOf(lesson)) {
        await reader.page.locator(`glass-stage[data-demo="${id}"]`).evaluate((stage) => {
          // Where there are several, each is in view beside its own text.
          if (document.querySelector('glass-stage') !== stage)
            scrollTo(0, stage.getBoundingClientRect().top + scrollY - 10)
        })
        found.push(...(await pressAll(reader, id)))
      }

      expect(found).toEqual([])
    },
    120_000,
  )
})

describe('a window of the smallest width', () => {
  test.for([320, 390, 768, 960])('%i px: nothing is wider than it', async (width, { sitDown }) => {
    const reader = await sitDown({ viewport: { width, height: 700 } })
    await reader.openLesson(lessons[0]!.href)
    await reader.register('ana')

    const beyond = await reader.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(beyond).toBe(0)
  })
})
