/** A course that says it is whole teaches all that it set out to, and every word of its glossary. */
import { expect, test } from 'vitest'
import { coverageOf, missingIn } from '#course/coverage.ts'
import { theCourse } from '../support/the-course.ts'

const { course, covers, isWhole } = theCourse().read()

test('somebody teaches whatever a lesson says is taught', () => {
  const names = missingIn(coverageOf(course, covers)).map(({ name }) => name)

  // What nobody teaches yet is told by `npm run course:coverage`. `whole: true` in course.yaml refuses it.
  expect(isWhole ? names : []).toEqual([])
})

test.runIf(isWhole)('each lesson says what it gives', () => {
  expect(course.lessons.filter(({ gives }) => gives === null).map(({ path }) => path)).toEqual([])
})
