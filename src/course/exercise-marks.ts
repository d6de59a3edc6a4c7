/** How far a visitor is with the exercises of a lesson, as their cards say it. */
import { listExercisesOf } from './course.ts'
import type { Lesson } from './course-data.ts'
import { afterwardsCheck, exerciseCheck } from './exercise-check.ts'
import type { LessonRecords } from './progress.ts'

/** What the card of an exercise says of its reader. */
export interface ExerciseMark {
  /** Of the exercise. */
  readonly id: string
  readonly words: string
}

type Records = Pick<LessonRecords, 'checks' | 'tasks'>

/**
 * What there is to say of each exercise that was tried, in the lesson as it is now.
 *
 * @example
 * const lesson = getLesson('tables/one-row-each')
 * const key = { lesson_id: lesson.id, version: lesson.version }
 * const tried = { ...key, check_id: 'exercise.say-that-it-is-taken', tries: 1, shown_at: null }
 * exerciseMarksOf(lesson, { checks: [], tasks: [tried] })
 * // => [{ id: 'say-that-it-is-taken', words: 'Tried, and not met yet.' }]
 */
export function exerciseMarksOf(lesson: Lesson, records: Records): readonly ExerciseMark[] {
  const isHere = (one: { readonly lesson_id: string; readonly version: string }) =>
    one.lesson_id === lesson.id && one.version === lesson.version
  const here = { checks: records.checks.filter(isHere), tasks: records.tasks.filter(isHere) }
  return listExercisesOf(lesson).flatMap(({ id }) => {
    const words = wordsFor(id, here)
    return words === null ? [] : [{ id, words }]
  })
}

function wordsFor(id: string, { checks, tasks }: Records): string | null {
  const met = checks.find(({ check_id }) => check_id === exerciseCheck(id))
  const tried = tasks.find(({ check_id }) => check_id === exerciseCheck(id))
  if (!met) return tried ? 'Tried, and not met yet.' : null
  const shownAt = tried?.shown_at ?? null
  if (shownAt !== null && shownAt < met.met_at) return '✓ Met, after its solution was shown.'
  const isExplained = checks.some(({ check_id }) => check_id === afterwardsCheck(id))
  return isExplained ? '✓ Met, and you said why.' : '✓ Met.'
}
