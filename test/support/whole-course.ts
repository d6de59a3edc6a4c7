/**
 * `npm run test:course` walks every lesson that readers get in every form. The
 * long form of `npm test` walks each lesson of the tests’ own course in one of
 * them, the next lesson in the next, and the short one the last three; of the
 * readers’ course both walk one. A course may grow, and each form is walked all
 * the same.
 */
import type { LessonInFolder } from '#course/course-reader.ts'
import { TEST_COURSE } from './courses.mjs'
import { CONTENT, theCourse } from './the-course.ts'

export const IS_WHOLE = process.env['GLASSHOUSE_WALK'] === 'whole'

/** The forms in which this lesson is walked, by its place in the course. */
export const formsFor = <Form>(forms: readonly Form[], place: number): readonly Form[] =>
  IS_WHOLE ? forms : forms.filter((_, index) => index === place % forms.length)

/** How many lessons at the end of a course are walked by `npm test`: one in each form. The others wait for the long form. */
const WALKED_SHORTLY = 3

/** Whether this lesson is walked in the short form, too, by its place among those that are walked. */
export const isWalkedShortly = (place: number): boolean =>
  place >= walkedLessons().length - WALKED_SHORTLY

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
