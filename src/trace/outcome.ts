/** What a run comes to, in few words that two runs of the same have in common. */
import { pictureOf } from './picture.ts'
import type { Trace, TraceStep } from './trace-step.ts'

export interface RunOutcome {
  /** `answered`, `refused`, `nothing`, `leaked`, `open`. */
  readonly end: string
  /** The floor of the house on which it ended. */
  readonly floor: string
  /** The tag of the step that ended it, or `null`. */
  readonly guard: string | null
  /** Each query, and how many rows it gave or changed: `sql.insert.users: 1`. */
  readonly queries: readonly string[]
}

/**
 * @example
 * outcomeOf({ id: 'a', title: 'GET /', persona: 'you', startedAt: 0, status: 200, steps: [] }).queries
 * // => []
 */
export function outcomeOf(trace: Trace): RunOutcome {
  const { end } = pictureOf(trace)
  return {
    ...{ end: end.kind, floor: end.floor, guard: end.step?.tag ?? null },
    queries: trace.steps.filter(isQuery).map(queryInWords),
  }
}

const isQuery = ({ tag, outcome }: TraceStep) => QUERY.test(tag) && outcome !== 'skip'

/** What begins and ends a transaction has no rows. */
const QUERY = /^sql\.(?:select|insert|update|delete|replace)\./

function queryInWords({ tag, outcome, data: { rows } }: TraceStep): string {
  if (outcome === 'error') return `${tag}: refused`
  return typeof rows === 'number' ? `${tag}: ${rows}` : tag
}
