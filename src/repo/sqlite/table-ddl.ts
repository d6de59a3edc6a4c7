import { sql, type Kysely } from 'kysely'

const CONSTRAINT =
  /\bconstraint\s+(?:"([^"]+)"|(\w+))\s+(unique|primary\s+key|foreign\s+key)\s*\(([^)]*)\)/gi

/**
 * The name that a table's own text gives to one of its constraints. SQLite
 * reads such names and forgets them; only the text of `create table` keeps them.
 */
export async function constraintNameInDdl<Tables>(
  db: Kysely<Tables>,
  wanted: {
    readonly table: string
    readonly kind: 'unique' | 'primary key' | 'foreign key'
    readonly columns: readonly string[]
  },
): Promise<string | null> {
  const { rows } = await sql<{ sql: string }>`
    select sql from sqlite_schema where type = 'table' and name = ${wanted.table}`.execute(db)

  for (const [, quoted, bare, kind, columns] of (rows[0]?.sql ?? '').matchAll(CONSTRAINT)) {
    const same =
      kind?.toLowerCase().replace(/\s+/g, ' ') === wanted.kind &&
      namesIn(columns ?? '').join() === wanted.columns.join()
    if (same) return quoted ?? bare ?? null
  }
  return null
}

function namesIn(list: string): string[] {
  return list.split(',').map((name) => name.trim().replace(/^["`[]|["`\]]$/g, ''))
}
