import { sql, type Kysely } from 'kysely'
import type { ConstraintViolation } from './constraint-error.ts'
import { constraintNameInDdl } from './table-ddl.ts'

/** What was being written when SQLite refused. */
export interface Write {
  readonly action: 'insert' | 'update' | 'delete'
  readonly table: string
  /** The columns being written, and for update and delete those by which the row was chosen. */
  readonly values: Readonly<Record<string, unknown>>
  readonly key: Readonly<Record<string, unknown>>
}

export interface ForeignKey {
  readonly child: string
  readonly parent: string
  readonly childColumns: readonly string[]
  readonly parentColumns: readonly string[]
  readonly onDelete: string
  readonly onUpdate: string
}

/**
 * SQLite names no foreign key, so each that could be meant is asked: is the row
 * it points to missing, or does a row of another table still point here?
 */
export async function foreignKeyViolation<Tables>(
  db: Kysely<Tables>,
  write: Write | null,
): Promise<ConstraintViolation> {
  const broken = write && (await brokenForeignKey(db, write))
  if (!broken) return { type: 'foreign_key', constraint: null, table: null, columns: [] }

  const constraint = await nameOfForeignKey(db, broken)
  return { type: 'foreign_key', constraint, table: broken.child, columns: broken.childColumns }
}

/** The name in the text of the table, or else the one that Ecto would give it. */
export async function nameOfForeignKey<Tables>(
  db: Kysely<Tables>,
  { child: table, childColumns: columns }: ForeignKey,
): Promise<string> {
  const named = await constraintNameInDdl(db, { table, kind: 'foreign key', columns })
  return named ?? `${table}_${columns[0]}_fkey`
}

async function brokenForeignKey<Tables>(
  db: Kysely<Tables>,
  write: Write,
): Promise<ForeignKey | null> {
  const foreignKeys = await listForeignKeys(db)
  // The refused statement changed nothing: the row is as it was before.
  const before = write.action === 'insert' ? {} : await findRow(db, write.table, write.key)
  if (!before) return null

  const after = { ...before, ...write.values }
  for (const foreignKey of foreignKeys) {
    const { child, parent, childColumns, parentColumns } = foreignKey
    const pointsOut = write.action !== 'delete' && child === write.table
    if (pointsOut && !(await isMet(db, foreignKey, after))) return foreignKey

    const pointsHere = parent === write.table && mayRefuse(foreignKey, write)
    const referred = pick(before, parentColumns, childColumns)
    if (pointsHere && referred && (await findRow(db, child, referred))) return foreignKey
  }
  return null
}

/** A key that says `cascade` or `set null` follows, and does not refuse. */
function mayRefuse({ parentColumns, onDelete, onUpdate }: ForeignKey, write: Write): boolean {
  const refuses = (action: string) => action === 'NO ACTION' || action === 'RESTRICT'
  if (write.action === 'delete') return refuses(onDelete)
  return refuses(onUpdate) && parentColumns.some((column) => column in write.values)
}

async function isMet<Tables>(
  db: Kysely<Tables>,
  { parent, childColumns, parentColumns }: ForeignKey,
  row: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  const wanted = pick(row, childColumns, parentColumns)
  return wanted === null || (await findRow(db, parent, wanted)) !== null
}

/** The row's values under other names, or `null` when one is null: then a foreign key asks for nothing. */
function pick(
  row: Readonly<Record<string, unknown>>,
  from: readonly string[],
  to: readonly string[],
): Record<string, unknown> | null {
  const values = from.map((column, index) => [to[index] ?? column, row[column] ?? null] as const)
  return values.some(([, value]) => value === null) ? null : Object.fromEntries(values)
}

async function findRow<Tables>(
  db: Kysely<Tables>,
  table: string,
  where: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown> | null> {
  const conditions = Object.entries(where).map(
    ([column, value]) => sql`${sql.ref(column)} is ${value}`,
  )
  const { rows } = await sql<Record<string, unknown>>`
    select * from ${sql.table(table)} where ${sql.join(conditions, sql` and `)} limit 1`.execute(db)
  return rows[0] ?? null
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
