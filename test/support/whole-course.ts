/**
 * `npm run test:course` walks every lesson that readers get in every form. `npm
 * test` walks each lesson of the tests’ own course in one of them, the next
 * lesson in the next, and of the readers’ course one lesson: a course may grow,
 * and each form is walked all the same.
 */
import type { LessonInFolder } from '#course/course-reader.ts'
import { TEST_COURSE } from './courses.mjs'
import { CONTENT, theCourse } from './the-course.ts'

export const IS_WHOLE = process.env['GLASSHOUSE_WALK'] === 'whole'

/** The forms in which this lesson is walked, by its place in the course. */
export const formsFor = <Form>(forms: readonly Form[], place: number): readonly Form[] =>
  IS_WHOLE ? forms : forms.filter((_, index) => index === place % forms.length)

/** The lessons that anybody may open, and that have a stage. */
export const playableLessons = (): readonly LessonInFolder[] =>
  theCourse()
    .listLessonFolders()
    .filter(({ lesson, demos }) => lesson.opens === null && demos.length > 0)

/** Those that a browser walks: of the readers’ course the one with most to press, unless all are meant. */
export function walkedLessons(): readonly LessonInFolder[] {
  const all = playableLessons()
  if (IS_WHOLE || CONTENT === TEST_COURSE) return all
  const presses = ({ demos }: LessonInFolder) => demos.flatMap(({ steps }) => steps).length
  return all.toSorted((a, b) => presses(b) - presses(a)).slice(0, 1)
}
