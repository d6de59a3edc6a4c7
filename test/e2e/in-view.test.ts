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
    await page.locator('glass-stage[data-busy]').waitFor({ state: 'detached' })
    // A page that opens by itself may still come.
    await page.waitForLoadState('networkidle')
    const faults = await outOfView(page)
    if (faults.length > 0) found.push([step, ...faults])
  }
  return found
}

/** `npm run test:course` presses everything on each screen, `npm test` one lesson on one. */
const lessons = formsFor(listLessons(), 0)

describe.for(lessons.map((lesson, place) => [lesson, place] as const))('%s', ([lesson, place]) => {
  test.for(formsFor(SCREENS, place).map((viewport) => [viewport] as const))(
    'what a run shows is in view, without scrolling, at %j',
    { timeout: 120_000 },
    async ([viewport], { sitDown }) => {
      const reader = await sitDown({ viewport })
      // A twin may break on purpose, and a step may be refused.
      reader.expectComplaint(/status of [45]\d\d/)
      await reader.openLesson(lesson.href)
      const found: unknown[] = [...(await outOfView(reader.page))]
      for (const { id } of listDemosOf(lesson)) found.push(...(await pressAll(reader, id)))

      expect(found).toEqual([])
    },
  )
})

describe('beside the text', () => {
  test('a tab begins at its top, and shows itself alone', async ({ sitDown }) => {
    const reader = await sitDown({ viewport: { width: 1440, height: 900 } })
    await reader.openLesson('/lessons/scopes/who-is-asking')
    await reader.page.locator('form[data-run] button').first().click()
    // Before it the recording says that a mail was sent, too.
    await reader.shows('.stage-strip', 'run 1 of 1')
    const scroller = reader.page.locator('.stage-window')
    await scroller.evaluate((window) => window.scrollTo(0, 900))

    await reader.followInBar('Mailbox')

    await reader.shows('.stage-window .page-title', 'Mailbox')
    expect(await scroller.evaluate((window) => window.scrollTop)).toBe(0)
    expect(await reader.page.locator('.stage-window .page-title:visible').count()).toBe(1)
  })

  test('a failure is said under its button, and in the strip, both on the screen', async ({
    sitDown,
  }) => {
    const reader = await sitDown({ viewport: { width: 1280, height: 720 } })
    const { page } = reader
    reader.expectComplaint(/ERR_INTERNET_DISCONNECTED/)
    await reader.openLesson('/lessons/scopes/the-life-of-a-request')
    const run = page.locator('form[data-run="the-same-as-somebody.2"]')
    await run.evaluate((form) => scrollBy(0, form.getBoundingClientRect().top - 200))
    await reader.context.setOffline(true)

    await run.locator('button').first().click()

    for (const place of ['.stage-strip', '.run-place'])
      await page.waitForFunction((selector) => {
        const said = [...document.querySelectorAll(selector)].filter((each) =>
          /did not answer/.test(each.textContent),
        )
        return said.some((each) => {
          const { top, bottom } = each.getBoundingClientRect()
          return top >= 0 && bottom <= innerHeight
        })
      }, place)
  })
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
