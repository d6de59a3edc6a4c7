/** Of what a step read or wrote, the rows that are somebody else’s. */
import type { Stranger } from './asking.ts'
import { isMap, type Json, type TraceStep } from './trace-step.ts'

/**
 * The strangers that a query met, in the order of its rows.
 *
 * @example
 * const strangers = [{ table: 'scores', key: '1', owner: 'ana' }]
 * strangersIn({ data: { strangers } })
 * // => [{ table: 'scores', key: '1', owner: 'ana' }]
 * strangersIn({ data: {} })
 * // => []
 */
export function strangersIn({ data: { strangers } }: Pick<TraceStep, 'data'>): readonly Stranger[] {
  if (!Array.isArray(strangers)) return []
  return (strangers as readonly Json[]).filter(isMap).map(({ table, key, owner }) => ({
    table: typeof table === 'string' ? table : '',
    key: typeof key === 'string' ? key : JSON.stringify(key ?? null),
    owner: typeof owner === 'string' ? owner : 'somebody else',
  }))
}
