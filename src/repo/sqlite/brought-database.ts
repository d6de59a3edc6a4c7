/**
 * Looks at a database that somebody brings. Its tables are compared as text, and
 * nothing of it is run until they are known to be ours: a check, an index or a
 * trigger of somebody else is a program.
 */
import { sql } from 'kysely'
import { untraced } from '#trace/trace.ts'
import { DatabaseError } from '../database-error.ts'
import { MIGRATIONS } from '../migration-tables.ts'
import type { Repo } from '../repo.ts'
import type { RowLimit } from './row-limits.ts'
import { isFromTemplate, openSqlite } from './sqlite.ts'

/** What speaks against it: one of these, or a table that holds more rows than it may. */
export type Objection =
  | 'damaged'
  | 'of another version'
  | 'with triggers or views'
  | 'with other tables'
  | 'with stray rows'
  | { readonly table: string; readonly most: number }

interface Expected {
  /** What it is to have the tables of. */
  readonly like: Repo
  readonly rowLimits: readonly RowLimit[]
}

/**
 * What speaks against the database in this file, or `null`. It stays as it is.
 *
 * @example
 * const file = `${folder}/template.db`
 * await createTemplate(file)
 * await objectionTo(file, { like: sandbox.repo, rowLimits: [] })
 * // => null
 */
export async function objectionTo(file: string, expected: Expected): Promise<Objection | null> {
  return untraced(async () => {
    let brought: Repo | null = null
    try {
      brought = await openSqlite({ file, readOnly: true })
      return await firstObjection(brought, expected)
    } catch (error) {
      if (error instanceof DatabaseError) return 'damaged'
      throw error
    } finally {
      await brought?.close()
    }
  })
}

/**
 * Whether SQLite finds all pages and rows in order. It looks at each of them.
 *
 * @example
 * await isSound(sandbox.repo)
 * // => true
 */
export async function isSound({ db }: Repo): Promise<boolean> {
  const { rows } = await sql<{ quick_check: string }>`pragma quick_check(1)`.execute(db)
  return rows[0]?.quick_check === 'ok'
}

// The order matters: what SQLite checks it checks by the tables’ own rules, which are ours by then.
async function firstObjection(
  brought: Repo,
  { like, rowLimits }: Expected,
): Promise<Objection | null> {
  if (!(await isFromTemplate(brought))) return 'of another version'
  const [theirs, ours] = [await schemaOf(brought), await schemaOf(like)]
  if (theirs.some(({ type }) => type === 'trigger' || type === 'view'))
    return 'with triggers or views'
  if (textOf(theirs) !== textOf(ours)) return 'with other tables'
  if ((await migrationsOf(brought)) !== (await migrationsOf(like))) return 'with other tables'
  if (!(await isSound(brought))) return 'damaged'
  return (await hasStrayRows(brought)) ? 'with stray rows' : fullerThanMay(brought, rowLimits)
}

interface Made {
  readonly type: string
  readonly name: string
  readonly of: string
  readonly ddl: string | null
}

async function schemaOf({ db }: Repo): Promise<readonly Made[]> {
  const { rows } = await sql<Made>`
    select type, name, tbl_name as "of", sql as ddl from sqlite_schema order by type, name
  `.execute(db)
  return rows
}

const textOf = (made: readonly Made[]): string =>
  JSON.stringify(made.map(({ type, name, of, ddl }) => [type, name, of, ddl]))

/** Tables that say other migrations made them would be made a second time. */
async function migrationsOf({ db }: Repo): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select name from ${sql.table(MIGRATIONS)} order by name`.execute(db)
  return JSON.stringify(rows.map(({ name }) => name))
}

async function hasStrayRows({ db }: Repo): Promise<boolean> {
  const { rows } = await sql`pragma foreign_key_check`.execute(db)
  return rows.length > 0
}

/** No sandbox ever holds more rows than it may: this one never was one. */
async function fullerThanMay(
  { db }: Repo,
  rowLimits: readonly RowLimit[],
): Promise<Objection | null> {
  for (const limit of rowLimits) {
    if (!('refusal' in limit)) continue
    const { table, most } = limit
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from ${sql.table(table)}`.execute(db)
    if ((rows[0]?.count ?? 0) > most) return { table, most }
  }
  return null
}
