/** Every lesson as it is opened, on a wide screen by day and on a phone by night. */
import { expect } from 'vitest'
import { LOOKS } from '../support/looks.ts'
import { test } from '../support/reader.ts'
import { formsFor, walkedLessons } from '../support/whole-course.ts'

const LESSONS = walkedLessons().map(({ lesson }) => lesson.href)

const walks = LESSONS.flatMap((path, place) =>
  formsFor(LOOKS, place).map((look) => ({ path, ...look })),
)

test.for(walks)('$path, $name keeps nobody out, and fits', async (walk, { sitDown }) => {
  const { path, options, faultsOf } = walk
  const reader = await sitDown(options)
  await reader.page.goto(path, { waitUntil: 'networkidle' })

  expect(await faultsOf(reader, path)).toEqual([])
})
