/** What there is to try on a server of one's own, and whether a trace shows that it has occurred. */
import course from 'virtual:glasshouse/course'
import type { Trace } from '#trace/trace-step.ts'
import { holds, type CountRows } from './claims.ts'
import type { Try, TryGroup } from './course-data.ts'
import { calledBy } from './facts.ts'

export type { Try, TryGroup } from './course-data.ts'

/**
 * The groups of what there is to try, the easy one first; none in a course that offers nothing.
 *
 * @example
 * listTryGroups()[0].tries[0].id
 * // => 'a-rule'
 */
export const listTryGroups = (): readonly TryGroup[] => course.tries

/**
 * In place of a lesson and of its version, where it is kept what somebody has
 * seen of it: no lesson has this id, and what was seen stays seen when the list
 * is written anew.
 */
export const TRY = { id: '/try', version: '1' } as const

const ALL = course.tries.flatMap(({ tries }) => tries)

/**
 * All of it, in one list.
 *
 * @example
 * listTries()[0].at
 * // => '/users/register'
 */
export const listTries = (): readonly Try[] => ALL

/**
 * Whether a trace shows what is to be seen. Rows are counted only once everything before them holds.
 *
 * @example
 * const [{ clauses }] = listTries()
 * const trace = { title: 'GET /', steps: [], status: 200 }
 * await occursIn({ when: null, clauses }, trace, async () => 0)
 * // => false
 */
export async function occursIn(
  { when, clauses }: Pick<Try, 'when' | 'clauses'>,
  trace: Trace,
  countRows: CountRows,
): Promise<boolean> {
  if (when !== null && calledBy(trace) !== when) return false
  for (const clause of clauses) {
    const holding = holds(clause, { trace, countRows })
    // Most do not hold, and most of them say so at once.
    if (!(holding instanceof Promise ? await holding : holding)) return false
  }
  return true
}
