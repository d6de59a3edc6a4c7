import { CompiledQuery, sql, type Kysely } from 'kysely'
import { listForeignKeys, nameOfForeignKey } from './foreign-keys.ts'
import { workedOut, type SchemaLook } from './schema-look.ts'

/**
 * Knows which constraints a table has at this moment. A trace must not say that
 * an index held when the reader has dropped it.
 */
export class ConstraintNames {
  readonly #schema: SchemaLook

  constructor(schema: SchemaLook) {
    this.#schema = schema
  }

  async of<Tables>(db: Kysely<Tables>, table: string): Promise<readonly string[]> {
    const look = () =>
      this.#schema.facts(async (text, parameters) => {
        const { rows } = await db.executeQuery(CompiledQuery.raw(text, [...parameters]))
        return rows as readonly Readonly<Record<string, unknown>>[]
      })
    const facts = await look()
    const work = () => listConstraintNames(db, table)
    // It asks more than once. A migration that came between is of this database, and must be told of no other.
    const isStill = async () => (await look()) === facts
    return workedOut(facts, `constraints of ${table}`, work, isStill)
  }
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
