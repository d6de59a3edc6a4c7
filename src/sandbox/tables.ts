/** The tables of one sandbox, as its database reports them. Looking changes nothing. */
import {
  countRowsWhere,
  inspectTable,
  inspectTables,
  type InspectedTable,
} from '#repo/inspect-tables.ts'
import { untraced } from '#trace/trace.ts'
import type { Sandbox } from './open-sandbox.ts'

export type { Cell, InspectedRow, InspectedTable } from '#repo/inspect-tables.ts'

const ROWS_IN_A_LIST = 10
const ROWS_OF_ONE = 100

type WithTables = Pick<Sandbox, 'repo'>

/** Which rows are meant, and how many of them there should be. */
export interface RowsClaim {
  readonly table: string
  readonly where: Readonly<Record<string, string | number | null>>
  readonly count: number
}

/**
 * Every table, each with its ten newest rows.
 *
 * @example
 * const tables = await listTables(sandbox)
 * tables.some(({ name }) => name === 'users')
 * // => true
 */
export function listTables({ repo }: WithTables): Promise<readonly InspectedTable[]> {
  return inspectTables(repo, { mostRows: ROWS_IN_A_LIST })
}

/**
 * The table of this name with its hundred newest rows, or `null`.
 *
 * @example
 * await getTable(sandbox, 'no_such_table')
 * // => null
 */
export function getTable({ repo }: WithTables, name: string): Promise<InspectedTable | null> {
  return inspectTable(repo, name, { mostRows: ROWS_OF_ONE })
}

/** Rows of a table that hold these values: what a claim about a sandbox speaks of. */
export interface ClaimedRows {
  readonly table: string
  readonly where: Readonly<Record<string, string | number | null>>
}

/**
 * How many of the claimed rows there are; `null` where their table was taken back. No part of what
 * a reader watches.
 *
 * @example
 * await countClaimed(sandbox, { table: 'users', where: { email: 'ana@example.com' } })
 * // => 1
 */
export function countClaimed(
  { repo }: WithTables,
  { table, where }: ClaimedRows,
): Promise<number | null> {
  return untraced(() => countRowsWhere(repo, table, where))
}
