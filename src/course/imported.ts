/** What became of a file of progress that somebody has brought, as the next page says it. */
import { numbered } from '#lib/counted.ts'
import type { Merged } from './merge-progress.ts'

/** What was taken from a file, and what was not. */
export interface Imported extends Merged {
  /** Records of lessons, or of texts of them, that this course does not have. */
  readonly unknown: number
}

/** How many of each, as far as a cookie may say it. */
export const IMPORTED = /^\d{1,5}(?:-\d{1,5}){5}$/

/**
 * The same in numbers, for a cookie.
 *
 * @example
 * const none = { lessons: [], checks: [], predictions: [], later: [], tasks: [], recalls: [] }
 * importedInNumbers({ written: none, known: 3, unknown: 0 })
 * // => '0-0-0-0-3-0'
 */
export function importedInNumbers({ written, known, unknown }: Imported): string {
  const { lessons, checks, predictions, later, tasks, recalls } = written
  const counts = [lessons, [...checks, ...tasks], [...predictions, ...later], recalls]
  return [...counts.map(({ length }) => length), known, unknown].join('-')
}

/**
 * Those numbers as a sentence.
 *
 * @example
 * importedInWords('1-2-0-0-3-0')
 * // => 'Taken from the file: 1 lesson, 2 checks and tasks. 3 records were here already.'
 */
export function importedInWords(numbers: string): string {
  const [lessons = 0, checks = 0, answers = 0, recalls = 0, known = 0, unknown = 0] = numbers
    .split('-')
    .map(Number)
  const taken = [
    lessons > 0 && numbered(lessons, 'lesson'),
    checks > 0 && numbered(checks, 'check or task', 'checks and tasks'),
    answers > 0 && numbered(answers, 'answer'),
    recalls > 0 && numbered(recalls, 'question from memory', 'questions from memory'),
  ].filter((part) => part !== false)
  return [
    taken.length === 0
      ? 'Nothing in the file was new.'
      : `Taken from the file: ${taken.join(', ')}.`,
    known > 0 && `${numbered(known, 'record was', 'records were')} here already.`,
    unknown > 0 &&
      `Left out: ${numbered(unknown, 'record')} of what this course does not have, or has rewritten since.`,
  ]
    .filter(Boolean)
    .join(' ')
}
