import { sql, type Kysely } from 'kysely'
import { listForeignKeys, nameOfForeignKey } from './foreign-keys.ts'

/**
 * Knows which constraints a table has at this moment. A trace must not say that
 * an index held when the reader has dropped it.
 */
export class ConstraintNames {
  readonly #byTable = new Map<string, readonly string[]>()
  #schemaVersion: number | undefined

  async of<Tables>(db: Kysely<Tables>, table: string): Promise<readonly string[]> {
    const version = await schemaVersionOf(db)
    if (version !== this.#schemaVersion) this.#byTable.clear()
    this.#schemaVersion = version

    const names = this.#byTable.get(table) ?? (await listConstraintNames(db, table))
    this.#byTable.set(table, names)
    return names
  }
}

async function schemaVersionOf<Tables>(db: Kysely<Tables>): Promise<number | undefined> {
  const { rows } = await sql<{ schema_version: number }>`pragma schema_version`.execute(db)
  return rows[0]?.schema_version
}

const NAMED = /\bconstraint\s+(?:"([^"]+)"|(\w+))/gi

async function listConstraintNames<Tables>(
  db: Kysely<Tables>,
  table: string,
): Promise<readonly string[]> {
  const { rows } = await sql<{ type: string; name: string; sql: string | null }>`
    select type, name, sql from sqlite_schema where tbl_name = ${table}`.execute(db)
  const indexes = rows.filter((row) => /^create unique index/i.test(row.sql ?? ''))
  const ddl = rows.find((row) => row.type === 'table')?.sql ?? ''
  const declared = [...ddl.matchAll(NAMED)].map(([, quoted, bare]) => quoted ?? bare ?? '')

  const foreignKeys = (await listForeignKeys(db)).filter(
    ({ child, parent }) => child === table || parent === table,
  )
  const pointing: string[] = []
  for (const foreignKey of foreignKeys) pointing.push(await nameOfForeignKey(db, foreignKey))

  return [...indexes.map(({ name }) => name), ...declared, ...pointing, `${table}_pkey`]
}
