/** A lesson as its reader finds it, alive and before anything is pressed. */
import { expect } from 'vitest'
import { longOf } from '../support/long.ts'
import { test } from '../support/reader.ts'
import { isWalkedShortly, walkedLessons } from '../support/whole-course.ts'

const long = longOf(test)
const lessons = walkedLessons().map(({ lesson, demos }) => ({ href: lesson.href, demos }))

for (const [place, { href, demos }] of lessons.entries()) {
  const shortly = isWalkedShortly(place) ? test : long
  shortly(`${href} answers none of its questions`, async ({ reader }) => {
    await reader.openLesson(href)

    const asked = demos.flatMap(({ id, predictions }) =>
      predictions.map(({ step }) => `${id}-${step}`),
    )
    const shown = await reader.page
      .locator('glass-list[data-trace]')
      .evaluateAll((lists) => lists.map((list) => list.getAttribute('data-trace') ?? ''))
    const told = shown.filter((trace) => asked.some((step) => trace.endsWith(step)))
    expect(told).toEqual([])
    expect(await reader.page.locator('.after[open]:not(.transcript-print)').count()).toBe(0)
    expect(await reader.page.locator('.check-miss, .predict-verdict').count()).toBe(0)
  })
}
