/** Every lesson as it is opened, on a wide screen by day and on a phone by night. */
import { expect } from 'vitest'
import { LOOKS } from '../support/looks.ts'
import { longOf } from '../support/long.ts'
import { test } from '../support/reader.ts'
import { formsFor, isWalkedShortly, walkedLessons } from '../support/whole-course.ts'

const long = longOf(test)
const LESSONS = walkedLessons().map(({ lesson }) => lesson.href)

const walks = LESSONS.flatMap((path, place) =>
  formsFor(LOOKS, place).map((look) => ({ path, place, ...look })),
)

for (const walk of walks) {
  const shortly = isWalkedShortly(walk.place) ? test : long
  shortly(`${walk.path}, ${walk.name} keeps nobody out, and fits`, async ({ sitDown }) => {
    const { path, options, faultsOf } = walk
    const reader = await sitDown(options)
    await reader.page.goto(path, { waitUntil: 'networkidle' })

    expect(await faultsOf(reader, path)).toEqual([])
  })
}
