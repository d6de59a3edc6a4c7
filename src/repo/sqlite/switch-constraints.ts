/** Takes constraints away from a table of a SQLite database, and brings them back. */
import { sql, type Kysely, type RawBuilder } from 'kysely'
import type { ConstraintSwitch, WholeTable } from '../engine.ts'
import type { KeyRule, TableConstraint } from '../table-constraints.ts'
import { quoteName } from '../quoted.ts'
import { withKeyRules, withoutConstraints } from './table-text.ts'

export const sqliteConstraints: ConstraintSwitch = { leaveOut, rowsAgainst, deleteRows }

/**
 * Indexes are dropped and made, one with another text as well; whatever else
 * there is stands in the text of the table.
 */
async function leaveOut<Tables>(
  db: Kysely<Tables>,
  whole: WholeTable,
  away: readonly TableConstraint[],
  rules: readonly KeyRule[] = [],
): Promise<void> {
  const ofText = away.filter(({ kind }) => kind !== 'unique')
  const gone = new Set(away.filter(({ kind }) => kind === 'unique').map(({ name }) => name))
  const present = await indexesOf(db, whole.name)
  for (const { name, ddl, unique } of whole.indexes) {
    if (ddl === null) continue
    const wanted = unique && gone.has(name) ? undefined : ddl
    const now = present.get(name)
    if (wanted === now) continue
    if (now !== undefined) await sql`drop index ${sql.ref(name)}`.execute(db)
    if (wanted !== undefined) await sql.raw(wanted).execute(db)
  }
  const there = rules.filter(({ key }) => !away.some(({ name }) => name === key))
  const text = withoutConstraints(withKeyRules(whole.ddl, there), ofText)
  if (text !== (await textOf(db, whole.name))) await writeText(db, whole.name, text)
}

async function indexesOf<Tables>(
  db: Kysely<Tables>,
  table: string,
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ name: string; sql: string }>`
    select name, sql from sqlite_schema
    where type = 'index' and tbl_name = ${table} and sql is not null`.execute(db)
  return new Map(rows.map((row) => [row.name, row.sql]))
}

async function textOf<Tables>(db: Kysely<Tables>, table: string): Promise<string | null> {
  const { rows } = await sql<{ sql: string }>`
    select sql from sqlite_schema where type = 'table' and name = ${table}`.execute(db)
  return rows[0]?.sql ?? null
}

/**
 * As SQLite’s own page on `alter table` has it for what does not touch the rows:
 * the text is written, and the number of the schema goes up, so that whoever has
 * prepared a statement prepares it anew.
 */
async function writeText<Tables>(db: Kysely<Tables>, table: string, text: string): Promise<void> {
  const { rows } = await sql<{ schema_version: number }>`pragma schema_version`.execute(db)
  await sql`pragma writable_schema = on`.execute(db)
  try {
    await sql`update sqlite_schema set sql = ${text} where type = 'table' and name = ${table}`.execute(
      db,
    )
    await sql.raw(`pragma schema_version = ${(rows[0]?.schema_version ?? 0) + 1}`).execute(db)
  } finally {
    await sql`pragma writable_schema = reset`.execute(db)
  }
}

async function rowsAgainst<Tables>(
  db: Kysely<Tables>,
  whole: WholeTable,
  constraint: TableConstraint,
): Promise<readonly number[]> {
  const against = conditionOf(whole, constraint)
  const { rows } = await sql<{ row: number }>`
    select rowid as row from ${sql.table(whole.name)} where ${against} order by rowid`.execute(db)
  return rows.map(({ row }) => row)
}

function conditionOf(
  whole: WholeTable,
  { kind, name, columns }: TableConstraint,
): RawBuilder<unknown> {
  if (kind === 'not_null') return sql`${sql.ref(columns[0] ?? '')} is null`
  if (kind === 'check') {
    const check = whole.checks.find((one) => one.name === name)
    return sql.raw(`not (${check?.expression ?? 'true'})`)
  }
  return kind === 'unique' ? repeats(whole, name) : orphans(whole, name)
}

/** The first row keeps its place; those that came later repeat it. A null is like nothing else. */
function repeats(whole: WholeTable, name: string): RawBuilder<unknown> {
  const index = whole.indexes.find((one) => one.name === name)
  const columns = (index?.columns ?? []).map(quoteName)
  const same = columns.map((column) => {
    const nocase = index?.ignoresCase ? ' collate nocase' : ''
    return `first.${column} = ${quoteName(whole.name)}.${column}${nocase}`
  })
  const table = quoteName(whole.name)
  return sql.raw(
    `exists (select 1 from ${table} as first where first.rowid < ${table}.rowid and ${same.join(' and ')})`,
  )
}

function orphans(whole: WholeTable, name: string): RawBuilder<unknown> {
  const key = whole.foreignKeys.find((one) => one.name === name)
  if (!key) return sql`false`
  const [table, parent] = [quoteName(whole.name), quoteName(key.table)]
  const own = key.columns.map((column) => `${table}.${quoteName(column)}`)
  const known = own.map((column) => `${column} is not null`)
  const same = key.to.map((column, index) => `parent.${quoteName(column)} = ${own[index]}`)
  return sql.raw(
    `${known.join(' and ')} and not exists (select 1 from ${parent} as parent where ${same.join(' and ')})`,
  )
}

async function deleteRows<Tables>(
  db: Kysely<Tables>,
  table: string,
  rows: readonly number[],
): Promise<void> {
  for (const row of rows)
    await sql`delete from ${sql.table(table)} where rowid = ${row}`.execute(db)
}
