/** What a rehearsal says in the end: in a line, whether the server will do. */
import { numbered } from '#lib/counted.ts'
import type { Answered } from './learner.ts'

export interface Rehearsed {
  readonly learners: number
  /** Who came to the end of the last lesson. */
  readonly finished: number
  readonly answers: readonly Answered[]
  /** Milliseconds after which an answer is slow: `SLOW_MILLISECONDS`, unless it is said. */
  readonly slow?: number
}

/** Over that, somebody looks up from the page. */
export const SLOW_MILLISECONDS = 500
/** Over that, somebody who has pressed reload with all the others presses it again. */
export const RELOADED = 5_000

export interface Verdict {
  readonly willDo: boolean
  readonly line: string
}

/**
 * It will do where everybody finished, nobody was refused, and 95 of 100
 * answers came within half a second, or within `slow`.
 *
 * @example
 * verdictOf({ learners: 1, finished: 1, answers: [{ status: 200, milliseconds: 12 }] }).willDo
 * // => true
 */
export function verdictOf({
  learners,
  finished,
  answers,
  slow = SLOW_MILLISECONDS,
}: Rehearsed): Verdict {
  const times = answers.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b)
  const [half, most, worst] = [0.5, 0.95, 1].map((share) => Math.round(quantile(times, share)))
  const limited = answers.filter(({ status }) => status === 429).length
  const broken = answers.filter(({ status }) => status >= 500).length
  const willDo = finished === learners && limited === 0 && broken === 0 && (most ?? 0) <= slow
  const told = [
    `${numbered(learners, 'learner')}, ${finished} finished`,
    `${numbered(answers.length, 'answer')}: half within ${half} ms, 95 of 100 within ${most} ms, the slowest ${worst} ms`,
    `${limited} turned away by a limit, ${broken} broken`,
  ]
  return { willDo, line: `${willDo ? 'This will do' : 'This will not do'}: ${told.join('; ')}.` }
}

/** The smallest value that so large a share of a sorted list does not exceed; 0 for none. */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
}
