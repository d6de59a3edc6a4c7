/** Page, house and the row that decides are on the screen together, after every press of a lesson. */
import { describe, expect } from 'vitest'
import { outOfView } from '../support/in-view.ts'
import { test, type Reader } from '../support/reader.ts'
import { formsFor, IS_WHOLE, walkedLessons } from '../support/whole-course.ts'

const SCREENS = [
  { width: 1280, height: 720 },
  { width: 1024, height: 768 },
  { width: 1440, height: 900 },
]

async function pressAll(reader: Reader, demo: string): Promise<readonly unknown[]> {
  const { page } = reader
  const found: unknown[] = []
  const steps = await page
    .locator(`form[data-run][data-stage-of="${demo}"]`)
    .evaluateAll((forms) => forms.map((form) => (form as HTMLElement).dataset.run ?? ''))
  for (const step of steps) {
    // As somebody who reads has it before them.
    const button = page.locator(`form[data-run="${step}"] button`).last()
    await button.evaluate((element: HTMLElement) => {
      scrollBy(0, element.getBoundingClientRect().top - innerHeight * 0.4)
      element.click()
    })
    await page.locator('body:has(glass-stage[data-busy])').waitFor({ state: 'detached' })
    // A page that opens by itself may still come.
    await page.waitForLoadState('networkidle')
    const faults = await outOfView(page)
    if (faults.length > 0) found.push([step, ...faults])
  }
  return found
}

/** `npm run test:course` presses everything on each screen, `npm test` one lesson on one. */
const lessons = walkedLessons().slice(0, IS_WHOLE ? undefined : 1)

describe.for(lessons.map(({ lesson, demos }, place) => [lesson.href, { demos, place }] as const))(
  '%s',
  ([href, { demos, place }]) => {
    test.for(formsFor(SCREENS, place).map((viewport) => [viewport] as const))(
      'what a run shows is in view, without scrolling, at %j',
      { timeout: 120_000 },
      async ([viewport], { sitDown }) => {
        const reader = await sitDown({ viewport })
        // A twin may break on purpose, and a step may be refused.
        reader.expectComplaint(/status of [45]\d\d/)
        await reader.openLesson(href)
        const found: unknown[] = [...(await outOfView(reader.page))]
        for (const { id } of demos) found.push(...(await pressAll(reader, id)))

        expect(found).toEqual([])
      },
    )
  },
)
