/**
 * Tells what a database holds, as the database itself reports it: tables, their
 * columns, indexes, foreign keys and checks, and their rows. A password's hash
 * is not read at all, and of a token's hash no more than its first digits leave.
 */
import { sql, type RawBuilder } from 'kysely'
import { isSecretName } from '#lib/secret-name.ts'
import { shorten } from '#trace/printable.ts'
import { MissingTableError } from './database-error.ts'
import { MIGRATION_TABLES } from './migration-tables.ts'
import type { Repo } from './repo.ts'
import type { InspectedColumn, TableShape } from './table-shape.ts'

export interface InspectedTable extends TableShape {
  readonly name: string
  readonly rowCount: number
  /** The newest first, as many as were asked for. */
  readonly rows: readonly InspectedRow[]
}

export interface InspectedRow {
  /** As SQL writes it; the same as in a `RowChange`. */
  readonly key: string
  readonly cells: Readonly<Record<string, Cell>>
}

export type Cell =
  | { readonly kind: 'null' }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  /** There is something, which is never shown. */
  | { readonly kind: 'hidden' }
  /** `start`: the first six hex digits of a SHA-256, from which nothing can be made. */
  | { readonly kind: 'bytes'; readonly length: number; readonly start: string | null }

const LONGEST_TEXT = 200
// In this house every token is stored as its SHA-256: of that the first digits may be shown.
const HASHED = 'token'

/** The tables by name, those of the migrator and of the database itself left out. */
export async function listTableNames<Tables>({
  db,
  engine,
}: Repo<Tables>): Promise<readonly string[]> {
  const names = await engine.inspect.tableNames(db)
  return names.filter((name) => !MIGRATION_TABLES.includes(name))
}

/** Every table, with at most `mostRows` of its rows. */
export async function inspectTables<Tables>(
  repo: Repo<Tables>,
  { mostRows }: { readonly mostRows: number },
): Promise<readonly InspectedTable[]> {
  const tables: InspectedTable[] = []
  for (const name of await listTableNames(repo)) tables.push(await inspect(repo, name, mostRows))
  return tables
}

/** The table of this name with at most `mostRows` of its rows, or `null`. */
export async function inspectTable<Tables>(
  repo: Repo<Tables>,
  name: string,
  { mostRows }: { readonly mostRows: number },
): Promise<InspectedTable | null> {
  const names = await listTableNames(repo)
  return names.includes(name) ? inspect(repo, name, mostRows) : null
}

async function inspect<Tables>(
  repo: Repo<Tables>,
  name: string,
  mostRows: number,
): Promise<InspectedTable> {
  const shape = await repo.engine.inspect.shapeOf(repo.db, name)
  const rowCount = await countRows(repo, name)
  return { name, ...shape, rowCount, rows: await readRows(repo, name, shape.columns, mostRows) }
}

/** How many rows of a table hold these values; `null` where there is no such table. */
export async function countRowsWhere<Tables>(
  { db }: Repo<Tables>,
  table: string,
  where: Readonly<Record<string, string | number | null>>,
): Promise<number | null> {
  const claims = Object.entries(where).map(([column, value]) =>
    value === null ? sql`${sql.ref(column)} is null` : sql`${sql.ref(column)} = ${value}`,
  )
  const all = claims.length === 0 ? sql`true` : sql.join(claims, sql` and `)
  try {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from ${sql.table(table)} where ${all}`.execute(db)
    return rows[0]?.count ?? 0
  } catch (error) {
    if (error instanceof MissingTableError) return null
    throw error
  }
}

async function countRows<Tables>({ db }: Repo<Tables>, table: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from ${sql.table(table)}`.execute(db)
  return rows[0]?.count ?? 0
}

async function readRows<Tables>(
  { db, engine }: Repo<Tables>,
  table: string,
  columns: readonly InspectedColumn[],
  most: number,
): Promise<readonly InspectedRow[]> {
  // Taken away since its name was read: there is nothing to ask for.
  if (columns.length === 0) return []
  const key = engine.inspect.rowKey(columns)
  const values = columns.map(({ name }, index) => sql`${readable(name)} as ${sql.ref(`c${index}`)}`)
  const newestFirst = key.columns.map((column) => sql`${column} desc`)
  const { rows } = await sql<Readonly<Record<string, unknown>>>`
    select ${key.text} as row_key, ${sql.join(values)}
    from ${sql.table(table)}
    order by ${sql.join(newestFirst)} limit ${most}`.execute(db)

  return rows.map((row) => ({
    key: String(row['row_key']),
    cells: Object.fromEntries(
      columns.map(({ name }, index) => [name, cellOf(name, row[`c${index}`])]),
    ),
  }))
}

const isHidden = (column: string) => column !== HASHED && isSecretName(column)

/** A secret stays in the database: only whether there is one is asked. */
function readable(column: string): RawBuilder<unknown> {
  const name = sql.id(column)
  return isHidden(column) ? sql`case when ${name} is null then null else 1 end` : sql`${name}`
}

function cellOf(column: string, value: unknown): Cell {
  if (value === null || value === undefined) return { kind: 'null' }
  if (isHidden(column)) return { kind: 'hidden' }
  if (typeof value === 'number') return { kind: 'number', value }
  if (value instanceof Uint8Array) return bytes(column, value)
  // A database may keep dates and lists as well.
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return { kind: 'text', value: shorten(text, LONGEST_TEXT) }
}

function bytes(column: string, value: Uint8Array): Cell {
  const digits = [...value.subarray(0, 3)].map((byte) => byte.toString(16).padStart(2, '0'))
  const start = column === HASHED ? digits.join('') : null
  return { kind: 'bytes', length: value.byteLength, start }
}
