/**
 * Finds out which constraint SQLite refused by. Its sentences are fixed, and
 * none says everything: a unique index tells its columns, a check its name, a
 * foreign key nothing at all. What is missing is found by looking.
 */
import { sql, type Kysely } from 'kysely'
import { WriteRefusedError } from '../database-error.ts'
import type { ConstraintViolation, Statement } from '../engine.ts'
import { foreignKeyViolation } from './foreign-key-violation.ts'
import { nameOfOwnIndex } from './own-index.ts'

const SENTENCE =
  /^SQLITE_CONSTRAINT: (UNIQUE|NOT NULL|CHECK|FOREIGN KEY) constraint failed(?:: (index )?([\s\S]+))?$/

/**
 * Which constraint was refused, or `null` for any other error. A value of the
 * wrong type in a STRICT table is a mistake in the program and not a violation.
 *
 * `statement` is what was being written, and is needed to tell foreign keys apart.
 */
export async function constraintViolation<Tables>(
  db: Kysely<Tables>,
  error: unknown,
  statement: Statement | null = null,
): Promise<ConstraintViolation | null> {
  if (!(error instanceof WriteRefusedError)) return null
  const [sentence, kind, index, rest = ''] = SENTENCE.exec(error.message) ?? []
  if (sentence === undefined) return null

  if (kind === 'FOREIGN KEY') return foreignKeyViolation(db, statement)
  if (kind === 'CHECK')
    return { type: 'check', constraint: rest, table: statement?.source ?? null, columns: [] }
  if (index) return ofExpressionIndex(rest, statement)

  const { table, columns } = parseColumns(rest)
  if (kind === 'NOT NULL') return { type: 'not_null', constraint: null, table, columns }
  return { type: 'unique', constraint: await uniqueName(db, table, columns), table, columns }
}

/** `index 'users_lower_email_index'`: the one kind of index that tells its own name. */
function ofExpressionIndex(quoted: string, statement: Statement | null): ConstraintViolation {
  const constraint = quoted.slice(1, -1)
  return { type: 'unique', constraint, table: statement?.source ?? null, columns: [] }
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
  const { rows } = await sql<{ name: string; origin: 'c' | 'u' | 'pk'; columns: string }>`
    select list.name, list.origin, (
      select json_group_array(info.name) from pragma_index_info(list.name) as info
    ) as columns
    from pragma_index_list(${table}) as list
    where list."unique"
    order by list.seq`.execute(db)

  const index = rows.find((row) => row.columns === JSON.stringify(columns))
  if (index?.origin === 'c') return index.name
  // The key of a table may be its row number, which has no index.
  return nameOfOwnIndex(db, table, index?.origin ?? 'pk', columns)
}
