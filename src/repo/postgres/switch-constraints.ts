/** Takes constraints away from a table of a PostgreSQL database, and brings them back. */
import { sql, type Kysely, type RawBuilder } from 'kysely'
import type { ConstraintSwitch, WholeTable } from '../engine.ts'
import type { KeyRule, TableConstraint } from '../table-constraints.ts'
import { postgresInspector } from './postgres-inspector.ts'
import { quoteName } from '../quoted.ts'

export const postgresConstraints: ConstraintSwitch = { leaveOut, rowsAgainst, deleteRows }

/** One statement for each constraint that is to come or to go. Checks and keys are brought back unheeded by old rows. */
async function leaveOut<Tables>(
  db: Kysely<Tables>,
  whole: WholeTable,
  away: readonly TableConstraint[],
  rules: readonly KeyRule[] = [],
): Promise<void> {
  const present = await postgresInspector.shapeOf(db, whole.name)
  const isAway = (kind: TableConstraint['kind'], name: string) =>
    away.some((one) => one.kind === kind && one.name === name)
  const table = quoteName(whole.name)
  const run = (text: string) => sql.raw(text).execute(db)
  const drop = (name: string) => run(`alter table ${table} drop constraint ${quoteName(name)}`)

  for (const { name, unique, ddl } of whole.indexes) {
    if (ddl === null) continue
    const isThere = present.indexes.some((one) => one.name === name)
    const isWanted = !(unique && isAway('unique', name))
    if (isThere && !isWanted) await run(`drop index ${quoteName(name)}`)
    if (!isThere && isWanted) await run(ddl)
  }
  for (const { name, expression } of whole.checks) {
    if (name === null) continue
    const isThere = present.checks.some((one) => one.name === name)
    if (isThere && isAway('check', name)) await drop(name)
    if (!isThere && !isAway('check', name))
      await run(
        `alter table ${table} add constraint ${quoteName(name)} check (${expression}) not valid`,
      )
  }
  for (const key of whole.foreignKeys) {
    const { name, columns, table: parent, to, onDelete: own } = key
    const now = present.foreignKeys.find((one) => one.name === name)
    const action = rules.find((rule) => rule.key === name)?.action ?? own
    const isWanted = !isAway('foreign_key', name)
    if (now && isWanted && now.onDelete === action) continue
    if (now) await drop(name)
    const names = (all: readonly string[]) => all.map(quoteName).join(', ')
    if (isWanted)
      await run(
        `alter table ${table} add constraint ${quoteName(name)} foreign key (${names(columns)}) ` +
          `references ${quoteName(parent)} (${names(to)}) on delete ${action} not valid`,
      )
  }
  for (const { name, notNull } of whole.columns) {
    const now = present.columns.find((column) => column.name === name)
    const isLeftOut = away.some(({ kind, columns }) => kind === 'not_null' && columns[0] === name)
    if (!now || now.notNull === (notNull && !isLeftOut)) continue
    await run(
      `alter table ${table} alter column ${quoteName(name)} ${now.notNull ? 'drop' : 'set'} not null`,
    )
  }
}

// Of a row PostgreSQL tells where it lies: the page, and its place there, of which a page has fewer than these.
const PLACES = 65_536
const NUMBER = `(split_part(trim('(' from "whole".ctid::text), ',', 1)::bigint * ${PLACES} +
  trim(')' from split_part("whole".ctid::text, ',', 2))::bigint)`

async function rowsAgainst<Tables>(
  db: Kysely<Tables>,
  whole: WholeTable,
  constraint: TableConstraint,
): Promise<readonly number[]> {
  const { rows } = await sql<{ row: number }>`
    select ${sql.raw(NUMBER)} as row from ${sql.table(whole.name)} as "whole"
    where ${conditionOf(whole, constraint)} order by "whole".ctid`.execute(db)
  return rows.map(({ row }) => row)
}

async function deleteRows<Tables>(
  db: Kysely<Tables>,
  table: string,
  rows: readonly number[],
): Promise<void> {
  for (const row of rows) {
    const place = `(${Math.floor(row / PLACES)},${row % PLACES})`
    await sql`delete from ${sql.table(table)} where ctid = ${place}::tid`.execute(db)
  }
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
  return sql.raw(kind === 'unique' ? repeats(whole, name) : orphans(whole, name))
}

/** The first row keeps its place; those that came later repeat it. A null is like nothing else. */
function repeats(whole: WholeTable, name: string): string {
  const index = whole.indexes.find((one) => one.name === name)
  const same = (index?.columns ?? [])
    .map(quoteName)
    .map((column) => `first.${column} = "whole".${column}`)
  return (
    `exists (select 1 from ${quoteName(whole.name)} as first ` +
    `where first.ctid < "whole".ctid and ${same.join(' and ')})`
  )
}

function orphans(whole: WholeTable, name: string): string {
  const key = whole.foreignKeys.find((one) => one.name === name)
  if (!key) return 'false'
  const own = key.columns.map((column) => `"whole".${quoteName(column)}`)
  const known = own.map((column) => `${column} is not null`)
  const same = key.to.map((column, index) => `parent.${quoteName(column)} = ${own[index]}`)
  return (
    `${known.join(' and ')} and not exists ` +
    `(select 1 from ${quoteName(key.table)} as parent where ${same.join(' and ')})`
  )
}
