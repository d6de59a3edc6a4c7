/** Reads what a SQLite database says of its own tables. */
import { sql, type Kysely } from 'kysely'
import type { Inspector, RowKey } from '../engine.ts'
import type {
  InspectedColumn,
  InspectedForeignKey,
  InspectedIndex,
  TableShape,
} from '../table-shape.ts'
import { checksInDdl } from './check-constraints.ts'
import { listForeignKeys, nameOfForeignKey } from './foreign-keys.ts'
import { nameOfOwnIndex } from './own-index.ts'
import { keyColumns, keyExpression } from './row-key.ts'

export const sqliteInspector: Inspector = { tableNames, shapeOf, rowKey }

async function tableNames<Tables>(db: Kysely<Tables>): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from sqlite_schema
    where type = 'table' and name not like ${'sqlite\\_%'} escape ${'\\'}
    order by rowid`.execute(db)
  return rows.map(({ name }) => name)
}

async function shapeOf<Tables>(db: Kysely<Tables>, table: string): Promise<TableShape> {
  const ddl = await ddlOf(db, table)
  return {
    ddl,
    columns: await columnsOf(db, table),
    indexes: await indexesOf(db, table),
    foreignKeys: await foreignKeysOf(db, table),
    checks: checksInDdl(ddl),
  }
}

function rowKey(columns: readonly InspectedColumn[]): RowKey {
  const keys = columns.map(({ name, primaryKey: pk }) => ({ name, pk }))
  return {
    text: sql.raw(keyExpression(keys)),
    columns: keyColumns(keys).map((column) => sql.raw(column)),
  }
}

async function ddlOf<Tables>(db: Kysely<Tables>, table: string): Promise<string> {
  const { rows } = await sql<{ sql: string }>`
    select sql from sqlite_schema where type = 'table' and name = ${table}`.execute(db)
  return rows[0]?.sql ?? ''
}

async function columnsOf<Tables>(
  db: Kysely<Tables>,
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
  db: Kysely<Tables>,
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
    indexes.push({
      name: origin === 'c' ? name : await nameOfOwnIndex(db, table, origin, names),
      unique: unique === 1,
      columns: names,
      ignoresCase: columns.some(({ collation }) => collation.toLowerCase() === 'nocase'),
      ddl,
    })
  }
  return indexes
}

async function foreignKeysOf<Tables>(
  db: Kysely<Tables>,
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
