/** How far this visitor is, as pages and JSON show it. */
import { listLessons } from '#course/course.ts'
import type { Lesson } from '#course/course-data.ts'
import { markOf, resumeAt, type LessonMark } from '#course/lesson-marks.ts'
import type { ProgressRecords } from '#course/progress.ts'

export interface LessonProgress extends LessonMark {
  readonly lesson: Lesson
}

export interface VisitorProgress {
  /** Every lesson that is written, in the order of the course. */
  readonly lessons: readonly LessonProgress[]
  /** Where to go on, or `null`. */
  readonly resume: Lesson | null
  readonly records: ProgressRecords
}

const NONE: ProgressRecords = { lessons: [], checks: [], predictions: [] }

export async function progressOf({
  visitor,
  front,
}: Pick<App.Locals, 'visitor' | 'front'>): Promise<VisitorProgress> {
  const records = visitor ? await front.house.progress.list(visitor) : NONE
  const course = listLessons()
  return {
    lessons: course.map((lesson) => ({ lesson, ...markOf(lesson, records) })),
    resume: resumeAt(course, records),
    records,
  }
}

/** Whether there is anything to show, to export or to delete. */
export function isEmpty({ records }: VisitorProgress): boolean {
  return Object.values(records).every((list: readonly unknown[]) => list.length === 0)
}

/** What each lesson that was opened is to its reader, in words. */
export function marksOf({ lessons }: VisitorProgress) {
  return lessons
    .filter(({ state }) => state !== 'new')
    .map(({ lesson: { id, href }, state, changed }) => ({
      id,
      href,
      words: changed ? 'read, changed since' : state,
    }))
}

const linkOf = ({ id, number, title, href }: Lesson) => ({ id, number, title, href })

/** The same as facts for JSON. */
export function progressFacts({ lessons, resume, records }: VisitorProgress) {
  return {
    lessons: lessons.map(({ lesson, state, changed }) => ({ ...linkOf(lesson), state, changed })),
    checks: records.checks.map((check) => ({ ...check })),
    predictions: records.predictions.map((prediction) => ({ ...prediction })),
    resume: resume && linkOf(resume),
  }
}
