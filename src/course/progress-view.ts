/** How far this visitor is, as pages and JSON show it. */
import { notOpen } from './closed.ts'
import { systemClock } from '#lib/clock.ts'
import { Refusal } from '#lib/refusal.ts'
import { getDemo, listDemosOf, listExercisesOf, listLessons, recallsWaiting } from './course.ts'
import type { RecallPool } from './recall-pool.ts'
import type { Lesson } from './course-data.ts'
import { markOf, resumeAt, type LessonMark } from './lesson-marks.ts'
import type { Check } from './check.ts'
import { exerciseCheck } from './exercise-check.ts'
import { splitStepName } from './steps.ts'
import { isTick } from './ticks.ts'
import type { ProgressRecords, QuestionKey } from './progress.ts'

/** One lesson, and how far its reader is with it. */
export interface LessonProgress extends LessonMark {
  readonly lesson: Lesson
  /** Of the checks that the lesson has now, how many were met. */
  readonly checks: Share
  /** Those of them that no button meets. */
  readonly tasks: Share
  /** Of the exercises that the lesson has now, how many were met. */
  readonly exercises: Share
  readonly questions: QuestionCounts
  /** Where in the lesson its reader stopped: at the last step that they took, or were asked about. */
  readonly stoppedAt: string | null
}

interface Share {
  readonly met: number
  readonly all: number
}

/** How the questions of a lesson were answered: each is counted once. */
export interface QuestionCounts {
  readonly all: number
  /** With the first answer. */
  readonly right: number
  /** With a later one. */
  readonly later: number
  readonly skipped: number
}

/** A lesson to go on with. Its address leads to the act in which its reader stopped. */
export interface Resume extends Pick<Lesson, 'id' | 'number' | 'title' | 'href'> {
  /** The title of that act, or `null` where there is none. */
  readonly act: string | null
}

/** How far a visitor is with the whole course. */
export interface VisitorProgress {
  /** Every lesson that is written, in the order of the course. */
  readonly lessons: readonly LessonProgress[]
  /** Where to go on, or `null`. */
  readonly resume: Resume | null
  readonly records: ProgressRecords
}

const NONE: ProgressRecords = {
  lessons: [],
  checks: [],
  predictions: [],
  later: [],
  tasks: [],
  recalls: [],
}

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
      tasks: checksOf(lesson, records, ({ alone }) => alone),
      exercises: exercisesOf(lesson, records),
      questions: questionsOf(lesson, records),
      stoppedAt: stoppedAt(lesson, records),
    })),
    // Nobody is led to a lesson before its day.
    resume: resumeIn(
      course.filter((lesson) => notOpen(lesson) === null),
      records,
    ),
    records,
  }
}

/**
 * The same for a page that stands without it: to whoever’s progress cannot be
 * read, it shows what it shows to everybody.
 *
 * @example
 * const { resume } = await progressToShow(locals)
 * resume
 * // => null
 */
export async function progressToShow({
  visitor,
  front,
}: Pick<App.Locals, 'visitor' | 'front'>): Promise<VisitorProgress> {
  try {
    return await progressOf({ visitor, front })
  } catch (error) {
    front.services.logError(error, front.requestId)
    return progressOf({ visitor: null, front })
  }
}

/**
 * The same for a page that says so where it waits for the database that keeps it.
 *
 * @example
 * const { waits } = await progressOrWhyNot(locals)
 * waits
 * // => null
 */
export async function progressOrWhyNot(
  locals: Pick<App.Locals, 'visitor' | 'front'>,
): Promise<
  | { readonly progress: VisitorProgress; readonly waits: null }
  | { readonly progress: null; readonly waits: string }
> {
  try {
    return { progress: await progressOf(locals), waits: null }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { progress: null, waits: error.message }
  }
}

function resumeIn(lessons: readonly Lesson[], records: ProgressRecords): Resume | null {
  const lesson = resumeAt(lessons, records)
  if (!lesson) return null
  const { id, number, title, href } = lesson
  const step = lastStepOf(lesson, records)
  const act = step && (getDemo(step.demo)?.title ?? null)
  return { id, number, title, act, href: step ? `${href}#${anchorOf(step)}` : href }
}

function questionsOf(lesson: Lesson, { predictions, later }: ProgressRecords): QuestionCounts {
  const keys = listDemosOf(lesson).flatMap((demo) =>
    demo.predictions.map(({ id }) => `${demo.id}.${id}`),
  )
  const isOf = (one: QuestionKey & LessonKey) =>
    one.lesson_id === lesson.id &&
    one.version === lesson.version &&
    keys.includes(`${one.demo_id}.${one.question_id}`)
  const said = predictions.filter(isOf)
  const right = later.filter((one) => isOf(one) && one.correct)
  const mended = said.filter(
    ({ correct, demo_id, question_id }) =>
      !correct && right.some((one) => one.demo_id === demo_id && one.question_id === question_id),
  )
  return {
    all: keys.length,
    right: said.filter(({ correct }) => correct).length,
    later: mended.length,
    skipped: said.filter((one) => one.settled === 'skipped' && !mended.includes(one)).length,
  }
}

interface StepOfLesson {
  readonly demo: string
  readonly number: number
}

/** Where the place of a step is, within its lesson. */
const anchorOf = ({ demo, number }: StepOfLesson) => `after-${demo}-${number}`

function stoppedAt(lesson: Lesson, records: ProgressRecords): string | null {
  const step = lastStepOf(lesson, records)
  return step && anchorOf(step)
}

/** The step of the lesson as it is now that its reader took last, or was asked about, whichever came later. */
function lastStepOf(lesson: Lesson, records: ProgressRecords): StepOfLesson | null {
  const isOf = (one: LessonKey) => one.lesson_id === lesson.id && one.version === lesson.version
  const asked = records.predictions
    .filter(isOf)
    .map(({ demo_id: demo, question_id: id, made_at: at }) => ({ demo, id, at }))
    .at(-1)
  const opened = records.lessons.find(isOf)
  const taken = { ...splitStepName(opened?.last_step ?? ''), at: opened?.stepped_at ?? 0 }
  const demos = listDemosOf(lesson)
  const stepsOf = (name: string) => demos.find(({ id }) => id === name)
  const question = stepsOf(asked?.demo ?? '')?.predictions.find(({ id }) => id === asked?.id)
  if (asked && question && asked.at > taken.at) return { demo: asked.demo, number: question.step }
  const isThere = stepsOf(taken.demo)?.steps[taken.number - 1] !== undefined
  return isThere ? { demo: taken.demo, number: taken.number } : null
}

interface LessonKey {
  readonly lesson_id: string
  readonly version: string
}

function checksOf(
  lesson: Lesson,
  records: ProgressRecords,
  isMeant: (check: Check) => boolean = () => true,
): Share {
  const demos = listDemosOf(lesson)
  return shareOf(
    lesson,
    records,
    demos.flatMap(({ checks }) => checks.filter(isMeant).map(({ id }) => id)),
  )
}

const exercisesOf = (lesson: Lesson, records: ProgressRecords): Share =>
  shareOf(
    lesson,
    records,
    listExercisesOf(lesson).map(({ id }) => exerciseCheck(id)),
  )

/** Of these checks, how many were met in the lesson as it is now. */
function shareOf(lesson: Lesson, { checks }: ProgressRecords, ids: readonly string[]): Share {
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
 * Whether any lesson is begun. What somebody has seen of `/try` is kept as well, and is none.
 *
 * @example
 * hasBegun(await progressOf(locals))
 * // => false
 */
export function hasBegun(progress: VisitorProgress): boolean {
  const { records } = progress
  const checks = records.checks.filter((check) => !isTick(check))
  return !isEmpty({ ...progress, records: { ...records, checks } })
}

/**
 * Of the lessons those of which there is something to tell.
 *
 * @example
 * begunOf(await progressOf(locals))
 * // => []
 */
export const begunOf = ({ lessons }: VisitorProgress): readonly LessonProgress[] =>
  lessons.filter(
    ({ state, checks, exercises, questions: { right, later, skipped } }) =>
      state !== 'new' || checks.met + exercises.met + right + later + skipped > 0,
  )

/**
 * What each lesson that was opened is to its reader, in words.
 *
 * @example
 * await progress.openLesson(visitor, getLesson('persons/who-comes-in'))
 * const [mark] = marksOf(await progressOf(locals))
 * mark.words
 * // => 'opened'
 */
export function marksOf({ lessons }: VisitorProgress) {
  return lessons
    .filter(({ state, checks, exercises }) => state !== 'new' || checks.met + exercises.met > 0)
    .map(({ lesson: { id, href }, ...mark }) => ({ id, href, words: wordsFor(mark) }))
}

function wordsFor({
  state,
  changed,
  checks: { met, all },
  exercises,
}: Pick<LessonProgress, 'state' | 'changed' | 'checks' | 'exercises'>): string {
  const read = changed ? 'read, changed since' : state
  return [
    state === 'new' ? '' : read,
    met === 0 ? '' : `${met} of ${all} checks met`,
    exercises.met === 0 ? '' : exercisesInWords(exercises),
  ]
    .filter((words) => words !== '')
    .join(', ')
}

/**
 * How somebody is with the exercises of a lesson that has some.
 *
 * @example
 * exercisesInWords({ met: 1, all: 2 })
 * // => '1 of 2 exercises met'
 */
export function exercisesInWords({ met, all }: Share): string {
  if (met === 0) return all === 1 ? 'exercise not met yet' : 'no exercise met yet'
  return all === 1 ? 'exercise met' : `${met} of ${all} exercises met`
}

/**
 * The questions that wait for this visitor: of lessons that they have read, or done the task of.
 *
 * @example
 * recallsOf(await progressOf(locals)).waiting
 * // => []
 */
export const recallsOf = ({ lessons, records }: VisitorProgress): RecallPool =>
  recallsWaiting({
    read: lessons
      .filter(({ state, tasks }) => state === 'read' || tasks.met > 0)
      .map(({ lesson }) => lesson.id),
    marked: records.recalls,
    now: systemClock.now(),
  })

const linkOf = ({ id, number, title, href }: Lesson) => ({ id, number, title, href })

/**
 * The same as facts for JSON.
 *
 * @example
 * await progress.openLesson(visitor, getLesson('persons/who-comes-in'))
 * progressFacts(await progressOf(locals)).resume.number
 * // => '1.1'
 */
export function progressFacts({ lessons, resume, records }: VisitorProgress) {
  return {
    lessons: lessons.map(({ lesson, state, changed, checks, tasks, exercises, questions }) => ({
      ...linkOf(lesson),
      ...{ state, changed, checks_met: checks.met, checks: checks.all },
      ...{ tasks_met: tasks.met, tasks: tasks.all, questions },
      ...{ exercises_met: exercises.met, exercises: exercises.all },
    })),
    checks: records.checks,
    predictions: records.predictions,
    later_answers: records.later,
    recalls: records.recalls,
    tasks: records.tasks,
    resume,
  }
}
