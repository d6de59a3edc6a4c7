/** All that somebody was asked and has done in one lesson, in words, and where each is tried again. */
import { systemClock } from '#lib/clock.ts'
import { dayInWords } from '#lib/day.ts'
import { listDemosOf, listExercisesOf, listRecallsOf, recallToAsk } from './course.ts'
import type { Demo, Lesson } from './course-data.ts'
import { exerciseCheck } from './exercise-check.ts'
import { exerciseMarksOf } from './exercise-marks.ts'
import { optionInWords, verdictInWords, type PredictionQuestion } from './prediction.ts'
import type { ProgressRecords } from './progress.ts'
import { comesBackAt } from './recall-pool.ts'
import { isTitleOfStep } from './steps.ts'

/** How something stands with its reader. */
export type Standing = 'right' | 'later' | 'wrong' | 'skipped' | 'ran' | 'said' | 'open'

/** One thing that a lesson asks, as a list of them shows it. */
export interface LessonItem {
  readonly id: string
  /** The words of the question, of the check, of the task. */
  readonly says: string
  readonly stands: Standing
  /** What was said and what came of it; empty for nothing. */
  readonly below: string
  /** Where it stands in its lesson. */
  readonly href: string
  /** Where it is tried again. */
  readonly again: string
}

/** All that a lesson asks, in the order of its files. */
export interface LessonItems {
  readonly questions: readonly LessonItem[]
  readonly checks: readonly LessonItem[]
  readonly exercises: readonly LessonItem[]
  readonly recalls: readonly LessonItem[]
}

/**
 * What a lesson asks, and how far its reader is with each of it.
 *
 * @example
 * const none = { lessons: [], checks: [], predictions: [], later: [], tasks: [], recalls: [] }
 * const { questions } = itemsOf(getLesson('persons/down-and-back'), none)
 * questions[0].stands
 * // => 'open'
 */
export function itemsOf(lesson: Lesson, records: ProgressRecords): LessonItems {
  const isHere = (one: { readonly lesson_id: string; readonly version: string }) =>
    one.lesson_id === lesson.id && one.version === lesson.version
  const here: ProgressRecords = {
    ...records,
    checks: records.checks.filter(isHere),
    predictions: records.predictions.filter(isHere),
    later: records.later.filter(isHere),
    tasks: records.tasks.filter(isHere),
  }
  const demos = listDemosOf(lesson)
  return {
    questions: demos.flatMap((demo) =>
      demo.predictions.map((question) => questionItem(lesson, demo, question, here)),
    ),
    checks: demos.flatMap((demo) =>
      demo.checks.map((check) => checkItem(lesson, demo, check, here)),
    ),
    exercises: listExercisesOf(lesson).map((exercise) => {
      const place = `${lesson.href}#exercise-${exercise.id}`
      const isMet = here.checks.some(({ check_id: id }) => id === exerciseCheck(exercise.id))
      const mark = exerciseMarksOf(lesson, here).find(({ id }) => id === exercise.id)
      return {
        ...{ id: exercise.id, says: exercise.title, stands: isMet ? 'right' : 'open' },
        ...{ below: isMet ? '' : (mark?.words ?? ''), href: place, again: place },
      } as const
    }),
    recalls: listRecallsOf(lesson)
      .filter(({ id }) => recallToAsk(id) !== null)
      .map((recall) => recallItem(lesson, recall, here)),
  }
}

function questionItem(
  { href }: Lesson,
  demo: Demo,
  question: PredictionQuestion,
  { predictions, later }: ProgressRecords,
): LessonItem {
  const isOwn = (one: { readonly demo_id: string; readonly question_id: string }) =>
    one.demo_id === demo.id && one.question_id === question.id
  const first = predictions.find(isOwn)
  const newest = later.filter((one) => isOwn(one) && one.found !== null).at(-1) ?? first
  const stands = standingOf(first, later.filter(isOwn))
  const place = `${href}#question-${demo.id}.${question.id}`
  const asked = `/predictions?demo=${demo.id}&question=${question.id}`
  const isMarked = newest?.answer != null && newest.found !== null
  return {
    id: `${demo.id}.${question.id}`,
    says: question.question,
    stands,
    below: isMarked
      ? verdictInWords(question, newest.answer, newest.found)
      : stands === 'said' && first?.answer != null
        ? `You said ${optionInWords(question, first.answer)}, and have not run it yet.`
        : '',
    href: place,
    // What was never settled is asked in its lesson, where its button is.
    again: stands === 'open' || stands === 'said' ? place : `${asked}&again=true`,
  }
}

function standingOf(
  first: ProgressRecords['predictions'][number] | undefined,
  others: ProgressRecords['later'],
): Standing {
  if (!first) return 'open'
  if (first.correct === true) return 'right'
  if (others.some(({ correct }) => correct === true)) return 'later'
  if (first.settled === 'skipped') return others.some(isWrong) ? 'wrong' : 'skipped'
  if (first.settled === 'run') return 'ran'
  return first.found === null ? 'said' : 'wrong'
}

const isWrong = ({ correct }: { readonly correct: boolean | null }) => correct === false

function checkItem(
  { href }: Lesson,
  demo: Demo,
  check: Demo['checks'][number],
  { checks, tasks }: ProgressRecords,
): LessonItem {
  const isMet = checks.some(({ check_id: id }) => id === check.id)
  const tried = tasks.find(({ check_id: id }) => id === check.id)
  // A check stands folded under its step; a task that no button does stands open.
  const step = demo.steps.findIndex((one) => isTitleOfStep(demo, one, check.when)) + 1
  const place =
    check.alone || step === 0
      ? `${href}#task-${demo.id}.${check.id}`
      : `${href}#after-${demo.id}-${step}`
  return {
    ...{ id: check.id, says: check.says, stands: isMet ? 'right' : 'open' },
    below: !isMet && tried ? 'Tried, and not met yet.' : '',
    ...{ href: place, again: place },
  }
}

function recallItem(
  { href }: Lesson,
  { id, question, at }: ReturnType<typeof listRecallsOf>[number],
  { recalls }: ProgressRecords,
): LessonItem {
  const marked = recalls.find(({ recall_id: known }) => known === id)
  const back = marked && comesBackAt(marked)
  const below = !back
    ? ''
    : back <= systemClock.now()
      ? 'It waits to be asked again.'
      : `It comes back on ${dayInWords(new Date(back).toISOString().slice(0, 10))}.`
  return {
    ...{ id, says: question, below, stands: !marked ? 'open' : marked.knew ? 'right' : 'wrong' },
    ...{ href: at === null ? href : `${href}#${at}`, again: `/recall?ask=${id}` },
  }
}
