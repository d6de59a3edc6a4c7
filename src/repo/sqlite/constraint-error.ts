/**
 * Finds out which constraint SQLite refused by. Its sentences are fixed, and
 * none says everything: a unique index tells its columns, a check its name, a
 * foreign key nothing at all. What is missing is found by looking.
 */
import { sql, type Kysely } from 'kysely'
import { DatabaseError } from '../database-error.ts'
import { foreignKeyViolation, type Write } from './foreign-key-error.ts'
import { constraintNameInDdl } from './table-ddl.ts'

export type ViolationType = 'unique' | 'check' | 'foreign_key' | 'not_null'

export interface ConstraintViolation {
  readonly type: ViolationType
  /** The constraint's name in the database, or `null` where it has none. */
  readonly constraint: string | null
  readonly table: string | null
  /** The columns it is about, as far as they are known. */
  readonly columns: readonly string[]
}

const SENTENCE =
  /^SQLITE_CONSTRAINT: (UNIQUE|NOT NULL|CHECK|FOREIGN KEY) constraint failed(?:: (index )?([\s\S]+))?$/

/**
 * Which constraint was refused, or `null` for any other error. A value of the
 * wrong type in a STRICT table is a mistake in the program and not a violation.
 *
 * `write` is what was being written, and is needed to tell foreign keys apart.
 */
export async function constraintViolation<Tables>(
  db: Kysely<Tables>,
  error: unknown,
  write: Write | null = null,
): Promise<ConstraintViolation | null> {
  if (!(error instanceof DatabaseError) || error.code !== 'SQLITE_CONSTRAINT') return null
  const [sentence, kind, index, rest = ''] = SENTENCE.exec(error.message) ?? []
  if (sentence === undefined) return null

  if (kind === 'FOREIGN KEY') return foreignKeyViolation(db, write)
  if (kind === 'CHECK')
    return { type: 'check', constraint: rest, table: write?.table ?? null, columns: [] }
  if (index) return ofExpressionIndex(rest, write)

  const { table, columns } = parseColumns(rest)
  if (kind === 'NOT NULL') return { type: 'not_null', constraint: null, table, columns }
  return { type: 'unique', constraint: await uniqueName(db, table, columns), table, columns }
}

/** `index 'users_lower_email_index'`: the one kind of index that tells its own name. */
function ofExpressionIndex(quoted: string, write: Write | null): ConstraintViolation {
  const constraint = quoted.slice(1, -1)
  return { type: 'unique', constraint, table: write?.table ?? null, columns: [] }
}

/** `notes.user_id, notes.slug` */
function parseColumns(text: string): { table: string; columns: readonly string[] } {
  const pairs = text.split(', ').map((pair) => pair.split('.'))
  return { table: pairs[0]?.[0] ?? '', columns: pairs.map((pair) => pair.slice(1).join('.')) }
}

/**
 * One query, and no cache: it is asked only after a refusal, and the reader of a
 * lesson may have dropped or added an index since the last one.
 */
async function uniqueName<Tables>(
  db: Kysely<Tables>,
  table: string,
  columns: readonly string[],
): Promise<string> {
  const { rows } = await sql<{ name: string; origin: string; columns: string }>`
    select list.name, list.origin, (
      select json_group_array(info.name) from pragma_index_info(list.name) as info
    ) as columns
    from pragma_index_list(${table}) as list
    where list."unique"
    order by list.seq`.execute(db)

  const index = rows.find((row) => row.columns === JSON.stringify(columns))
  if (index?.origin === 'c') return index.name
  // A table's own primary key and unique constraint have an index without a name of its own.
  const kind = index?.origin === 'u' ? 'unique' : 'primary key'
  const named = await constraintNameInDdl(db, { table, kind, columns })
  return named ?? (kind === 'unique' ? [table, ...columns, 'index'].join('_') : `${table}_pkey`)
}
