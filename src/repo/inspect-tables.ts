/**
 * Tells what a database holds, as the database itself reports it: tables, their
 * columns, indexes, foreign keys and checks, and their rows. A password's hash
 * is not read at all, and of a token's hash no more than its first digits leave.
 */
import { sql, type Kysely, type RawBuilder } from 'kysely'
import { shorten } from '#trace/printable.ts'
import { checksInDdl, type Check } from './sqlite/check-constraints.ts'
import { MissingTableError } from './database-error.ts'
import { listForeignKeys, nameOfForeignKey } from './sqlite/foreign-key-error.ts'
import { MIGRATION_TABLES } from './migration-tables.ts'
import type { Repo } from './repo.ts'
import { keyColumns, keyExpression, quoteName } from './sqlite/row-key.ts'
import { constraintNameInDdl } from './sqlite/table-ddl.ts'

export type { Check } from './sqlite/check-constraints.ts'

export interface InspectedTable {
  readonly name: string
  /** The text that made it. */
  readonly ddl: string
  readonly columns: readonly InspectedColumn[]
  readonly indexes: readonly InspectedIndex[]
  readonly foreignKeys: readonly InspectedForeignKey[]
  readonly checks: readonly Check[]
  readonly rowCount: number
  /** The newest first, as many as were asked for. */
  readonly rows: readonly InspectedRow[]
}

export interface InspectedColumn {
  readonly name: string
  /** As it was declared: `INTEGER`, in lower case; empty where nothing was. */
  readonly type: string
  readonly notNull: boolean
  /** SQL, or `null` for none. */
  readonly defaultValue: string | null
  /** Its place in the primary key, from 1, or 0. */
  readonly primaryKey: number
}

export interface InspectedIndex {
  readonly name: string
  readonly unique: boolean
  readonly columns: readonly string[]
  /** Whether A and a are the same to it. */
  readonly ignoresCase: boolean
  /** The text that made it; `null` for one that a table's own `unique` brought along. */
  readonly ddl: string | null
}

export interface InspectedForeignKey {
  readonly name: string
  readonly columns: readonly string[]
  readonly table: string
  readonly to: readonly string[]
  /** `cascade`, `set null`, `no action` … */
  readonly onDelete: string
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
const HIDDEN = /password|secret/i
// In this house every token is stored as its SHA-256.
const HASHED = 'token'

/** The tables by name, those of the migrator and of SQLite left out. */
export async function listTableNames<Tables>({ db }: Repo<Tables>): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from sqlite_schema
    where type = 'table' and name not like ${'sqlite\\_%'} escape ${'\\'}
    order by rowid`.execute(db)
  return rows.map(({ name }) => name).filter((name) => !MIGRATION_TABLES.includes(name))
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
  const ddl = await ddlOf(repo, name)
  const columns = await columnsOf(repo, name)
  return {
    name,
    ddl,
    columns,
    indexes: await indexesOf(repo, name),
    foreignKeys: await foreignKeysOf(repo, name),
    checks: checksInDdl(ddl),
    rowCount: await countRows(repo, name),
    rows: await readRows(repo, name, columns, mostRows),
  }
}

async function ddlOf<Tables>({ db }: Repo<Tables>, table: string): Promise<string> {
  const { rows } = await sql<{ sql: string }>`
    select sql from sqlite_schema where type = 'table' and name = ${table}`.execute(db)
  return rows[0]?.sql ?? ''
}

async function columnsOf<Tables>(
  { db }: Repo<Tables>,
  table: string,
): Promise<readonly InspectedColumn[]> {
  const { rows } = await sql<{
    name: string
    type: string
    notnull: number
    dflt_value: string | null
    pk: number
  }>`select name, type, "notnull", dflt_value, pk from pragma_table_xinfo(${table})`.execute(db)
  return rows.map(({ name, type, notnull, dflt_value: defaultValue, pk: primaryKey }) => ({
    ...{ name, type: type.toLowerCase(), notNull: notnull === 1, defaultValue, primaryKey },
  }))
}

interface IndexColumn {
  readonly name: string
  readonly unique: number
  readonly origin: 'c' | 'u' | 'pk'
  readonly column: string | null
  readonly collation: string
  readonly sql: string | null
}

async function indexesOf<Tables>(
  { db }: Repo<Tables>,
  table: string,
): Promise<readonly InspectedIndex[]> {
  const { rows } = await sql<IndexColumn>`
    select list.name, list."unique", list.origin, info.name as "column", info.coll as collation, (
      select sql from sqlite_schema where type = 'index' and name = list.name
    ) as sql
    from pragma_index_list(${table}) as list, pragma_index_xinfo(list.name) as info
    where info.key
    order by list.seq desc, info.seqno`.execute(db)

  const indexes: InspectedIndex[] = []
  for (const [name, columns] of Map.groupBy(rows, (row) => row.name)) {
    const { unique, origin, sql: ddl } = columns[0]!
    const names = columns.map(({ column }) => column ?? 'an expression')
    const given = origin === 'c' ? name : await nameOfOwnIndex(db, table, origin, names)
    indexes.push({
      name: given,
      unique: unique === 1,
      columns: names,
      ignoresCase: columns.some(({ collation }) => collation.toLowerCase() === 'nocase'),
      ddl,
    })
  }
  return indexes
}

/** A table's own constraint has an index without a name: this is the one that errors know it by. */
async function nameOfOwnIndex<Tables>(
  db: Kysely<Tables>,
  table: string,
  origin: 'u' | 'pk',
  columns: readonly string[],
): Promise<string> {
  const kind = origin === 'u' ? 'unique' : 'primary key'
  const named = await constraintNameInDdl(db, { table, kind, columns })
  return named ?? (origin === 'u' ? [table, ...columns, 'index'].join('_') : `${table}_pkey`)
}

async function foreignKeysOf<Tables>(
  { db }: Repo<Tables>,
  table: string,
): Promise<readonly InspectedForeignKey[]> {
  const keys = (await listForeignKeys(db)).filter(({ child }) => child === table)
  const named: InspectedForeignKey[] = []
  for (const key of keys) {
    named.push({
      name: await nameOfForeignKey(db, key),
      columns: key.childColumns,
      table: key.parent,
      to: key.parentColumns,
      onDelete: key.onDelete.toLowerCase(),
    })
  }
  return named
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
  { db }: Repo<Tables>,
  table: string,
  columns: readonly InspectedColumn[],
  most: number,
): Promise<readonly InspectedRow[]> {
  // Taken away since its name was read: there is nothing to ask for.
  if (columns.length === 0) return []
  const keys = columns.map(({ name, primaryKey: pk }) => ({ name, pk }))
  const values = columns.map(({ name }, index) => sql`${readable(name)} as ${sql.ref(`c${index}`)}`)
  const newestFirst = keyColumns(keys).map((column) => sql`${sql.raw(column)} desc`)
  const { rows } = await sql<Readonly<Record<string, unknown>>>`
    select ${sql.raw(keyExpression(keys))} as row_key, ${sql.join(values)}
    from ${sql.table(table)}
    order by ${sql.join(newestFirst)} limit ${most}`.execute(db)

  return rows.map((row) => ({
    key: String(row['row_key']),
    cells: Object.fromEntries(
      columns.map(({ name }, index) => [name, cellOf(name, row[`c${index}`])]),
    ),
  }))
}

/** A secret stays in the database: only whether there is one is asked. */
function readable(column: string): RawBuilder<unknown> {
  const name = sql.raw(quoteName(column))
  return HIDDEN.test(column) ? sql`iif(${name} is null, null, 1)` : sql`${name}`
}

function cellOf(column: string, value: unknown): Cell {
  if (value === null || value === undefined) return { kind: 'null' }
  if (HIDDEN.test(column)) return { kind: 'hidden' }
  if (typeof value === 'number') return { kind: 'number', value }
  if (value instanceof Uint8Array) return bytes(column, value)
  // SQLite holds numbers, text and bytes, and nothing else.
  return { kind: 'text', value: shorten(value as string, LONGEST_TEXT) }
}

function bytes(column: string, value: Uint8Array): Cell {
  const start = column === HASHED ? Buffer.from(value.subarray(0, 3)).toString('hex') : null
  return { kind: 'bytes', length: value.byteLength, start }
}
