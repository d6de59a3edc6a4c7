import { sql, type Kysely } from 'kysely'
import { constraintNameInDdl } from './table-ddl.ts'

export interface ForeignKey {
  readonly child: string
  readonly parent: string
  readonly childColumns: readonly string[]
  readonly parentColumns: readonly string[]
  readonly onDelete: string
  readonly onUpdate: string
}

interface ForeignKeyColumn {
  readonly child: string
  readonly id: number
  readonly parent: string
  readonly from: string
  readonly to: string
  readonly on_delete: string
  readonly on_update: string
}

/** Every foreign key of the database, those declared first in front. */
export async function listForeignKeys<Tables>(db: Kysely<Tables>): Promise<readonly ForeignKey[]> {
  const { rows } = await sql<ForeignKeyColumn>`
    select child.name as child, key.id, key.on_delete, key.on_update,
      key."table" as parent, key."from", coalesce(key."to", (
      select name from pragma_table_info(key."table") where pk = key.seq + 1
    )) as "to"
    from sqlite_schema as child, pragma_foreign_key_list(child.name) as key
    where child.type = 'table'
    order by child.name, key.id desc, key.seq`.execute(db)

  const byKey = Map.groupBy(rows, ({ child, id }) => `${id} ${child}`)
  return [...byKey.values()].map((columns) => ({
    child: columns[0]!.child,
    parent: columns[0]!.parent,
    childColumns: columns.map(({ from }) => from),
    parentColumns: columns.map(({ to }) => to),
    onDelete: columns[0]!.on_delete,
    onUpdate: columns[0]!.on_update,
  }))
}

/** The name in the text of the table, or else the one that Ecto would give it. */
export async function nameOfForeignKey<Tables>(
  db: Kysely<Tables>,
  { child: table, childColumns: columns }: ForeignKey,
): Promise<string> {
  const named = await constraintNameInDdl(db, { table, kind: 'foreign key', columns })
  return named ?? `${table}_${columns[0]}_fkey`
}
