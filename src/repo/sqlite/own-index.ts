import type { Kysely } from 'kysely'
import { constraintNameInDdl } from './table-ddl.ts'

/**
 * A table's own primary key (`pk`) and unique constraint (`u`) have an index
 * without a name. This is the one that errors know it by: the name in the text
 * of the table, or else the one that Ecto would give it.
 */
export async function nameOfOwnIndex<Tables>(
  db: Kysely<Tables>,
  table: string,
  origin: 'u' | 'pk',
  columns: readonly string[],
): Promise<string> {
  const kind = origin === 'u' ? 'unique' : 'primary key'
  const named = await constraintNameInDdl(db, { table, kind, columns })
  return named ?? (origin === 'u' ? [table, ...columns, 'index'].join('_') : `${table}_pkey`)
}
