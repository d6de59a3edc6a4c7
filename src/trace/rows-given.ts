/** What a query gave, in words: how many rows and, where the query told them, which. */
import { numbered } from '#lib/counted.ts'
import type { TraceStep } from './trace-step.ts'

/**
 * The table that the tag of a query speaks of, or `null`.
 *
 * @example
 * tableIn('sql.insert.users')
 * // => 'users'
 */
export const tableIn = (tag: string): string | null => /^sql\.\w+\.(\w+)$/.exec(tag)?.[1] ?? null

export interface RowsGiven {
  /** `1 row`, `no rows`; `null` where the database did not say. */
  readonly count: string | null
  /** `scores 1, 2`, or nothing. */
  readonly keys: string
  /** `null` where the query speaks of none. */
  readonly table: string | null
}

/**
 * @example
 * rowsGiven({ tag: 'sql.select.scores', data: { rows: 2, keys: [1, 4] } })
 * // => { count: '2 rows', keys: 'scores 1, 4', table: 'scores' }
 */
export function rowsGiven({ tag, data }: Pick<TraceStep, 'tag' | 'data'>): RowsGiven {
  const table = tableIn(tag)
  const { rows, keys } = data
  return {
    count: typeof rows === 'number' ? (rows === 0 ? 'no rows' : numbered(rows, 'row')) : null,
    keys: table !== null && Array.isArray(keys) ? `${table} ${keys.join(', ')}` : '',
    table,
  }
}
