/** How far this visitor is, as pages and JSON show it. */
import { listDemosOf, listLessons } from './course.ts'
import type { Lesson } from './course-data.ts'
import { markOf, resumeAt, type LessonMark } from './lesson-marks.ts'
import type { ProgressRecords } from './progress.ts'

/** One lesson, and how far its reader is with it. */
export interface LessonProgress extends LessonMark {
  readonly lesson: Lesson
  /** Of the checks that the lesson has now, how many were met. */
  readonly checks: { readonly met: number; readonly all: number }
  /** Whether the task at its end was done, which no button does. */
  readonly isDone: boolean
  readonly questions: QuestionTally
  /** Where in the lesson its reader stopped: the last step that they were asked about. */
  readonly stoppedAt: string | null
}

/** How the questions of a lesson were answered, each counted once. */
export interface QuestionTally {
  readonly all: number
  /** By the first answer. */
  readonly right: number
  /** By a later one. */
  readonly later: number
  /** Skipped, or its step was run without an answer. */
  readonly skipped: number
}

/** How far a visitor is with the whole course. */
export interface VisitorProgress {
  /** Every lesson that is written, in the order of the course. */
  readonly lessons: readonly LessonProgress[]
  /** Where to go on, or `null`. */
  readonly resume: Lesson | null
  readonly records: ProgressRecords
}

const NONE: ProgressRecords = { lessons: [], checks: [], predictions: [] }

/**
 * How far the visitor of this request is. Nobody, which is `null`, is at the beginning.
 *
 * @example
 * const { resume } = await progressOf(locals)
 * resume
 * // => null
 */
export async function progressOf({
  visitor,
  front,
}: Pick<App.Locals, 'visitor' | 'front'>): Promise<VisitorProgress> {
  const records = visitor ? await front.services.progress.list(visitor) : NONE
  const course = listLessons()
  return {
    lessons: course.map((lesson) => ({
      lesson,
      ...markOf(lesson, records),
      checks: checksOf(lesson, records),
      isDone: isDone(lesson, records),
      questions: tallyOf(lesson, records),
      stoppedAt: stoppedAt(lesson, records),
    })),
    resume: resumeAt(course, records),
    records,
  }
}

interface OfVersion {
  readonly lesson_id: string
  readonly version: string
}

const isOf =
  ({ id, version }: Lesson) =>
  (row: OfVersion) =>
    row.lesson_id === id && row.version === version

function isDone(lesson: Lesson, { checks }: ProgressRecords): boolean {
  const met = new Set(checks.filter(isOf(lesson)).map(({ check_id }) => check_id))
  const all = listDemosOf(lesson).flatMap((demo) => demo.checks)
  return all.some(({ id, alone }) => alone && met.has(id))
}

function tallyOf(lesson: Lesson, { predictions }: ProgressRecords): QuestionTally {
  const own = predictions.filter(isOf(lesson))
  const asked = listDemosOf(lesson).flatMap((demo) =>
    demo.predictions.map(({ id }) =>
      own.find(({ demo_id, question_id }) => demo_id === demo.id && question_id === id),
    ),
  )
  return {
    all: asked.length,
    right: asked.filter((one) => one?.correct === true).length,
    later: 0,
    skipped: asked.filter((one) => one?.answer === null).length,
  }
}

/** The address within the lesson of the step that was asked about last. */
function stoppedAt(lesson: Lesson, { predictions }: ProgressRecords): string | null {
  const last = predictions.filter(isOf(lesson)).at(-1)
  const question = listDemosOf(lesson)
    .find(({ id }) => id === last?.demo_id)
    ?.predictions.find(({ id }) => id === last?.question_id)
  return last && question ? `after-${last.demo_id}-${question.step}` : null
}

function checksOf(lesson: Lesson, { checks }: ProgressRecords): LessonProgress['checks'] {
  const ids = listDemosOf(lesson).flatMap((demo) => demo.checks.map(({ id }) => id))
  const met = checks.filter(
    ({ lesson_id, version, check_id }) =>
      lesson_id === lesson.id && version === lesson.version && ids.includes(check_id),
  )
  return { met: met.length, all: ids.length }
}

/**
 * Whether there is anything to show, to export or to delete.
 *
 * @example
 * isEmpty(await progressOf(locals))
 * // => true
 */
export function isEmpty({ records }: VisitorProgress): boolean {
  return Object.values(records).every((list: readonly unknown[]) => list.length === 0)
}

/**
 * What each lesson that was opened is to its reader, in words.
 *
 * @example
 * await progress.openLesson(visitor, getLesson('scopes/who-is-asking'))
 * const [mark] = marksOf(await progressOf(locals))
 * mark.words
 * // => 'opened'
 */
export function marksOf({ lessons }: VisitorProgress) {
  return lessons
    .filter(({ state, checks }) => state !== 'new' || checks.met > 0)
    .map(({ lesson: { id, href }, ...mark }) => ({ id, href, words: wordsFor(mark) }))
}

function wordsFor({
  state,
  changed,
  checks: { met, all },
}: Omit<LessonProgress, 'lesson'>): string {
  const read = changed ? 'read, changed since' : state
  const checks = `${met} of ${all} checks met`
  if (met === 0) return read
  return state === 'new' ? checks : `${read}, ${checks}`
}

const linkOf = ({ id, number, title, href }: Lesson) => ({ id, number, title, href })

/**
 * The same as facts for JSON.
 *
 * @example
 * await progress.openLesson(visitor, getLesson('scopes/who-is-asking'))
 * progressFacts(await progressOf(locals)).resume.number
 * // => '1.1'
 */
export function progressFacts({ lessons, resume, records }: VisitorProgress) {
  return {
    lessons: lessons.map(({ lesson, state, changed, checks, isDone, questions }) => ({
      ...linkOf(lesson),
      ...{ state, changed, checks_met: checks.met, checks: checks.all, task_met: isDone },
      questions,
    })),
    checks: records.checks,
    predictions: records.predictions,
    resume: resume && linkOf(resume),
  }
}
