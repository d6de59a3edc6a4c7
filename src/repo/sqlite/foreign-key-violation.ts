import { sql, type Kysely } from 'kysely'
import type { ConstraintViolation, Statement } from '../engine.ts'
import { listForeignKeys, nameOfForeignKey, type ForeignKey } from './foreign-keys.ts'

/**
 * SQLite names no foreign key, so each that could be meant is asked: is the row
 * it points to missing, or does a row of another table still point here?
 */
export async function foreignKeyViolation<Tables>(
  db: Kysely<Tables>,
  statement: Statement | null,
): Promise<ConstraintViolation> {
  const broken = statement && (await brokenForeignKey(db, statement))
  if (!broken) return { type: 'foreign_key', constraint: null, table: null, columns: [] }

  const constraint = await nameOfForeignKey(db, broken)
  return { type: 'foreign_key', constraint, table: broken.child, columns: broken.childColumns }
}

async function brokenForeignKey<Tables>(
  db: Kysely<Tables>,
  statement: Statement,
): Promise<ForeignKey | null> {
  const foreignKeys = await listForeignKeys(db)
  // The refused statement changed nothing: the row is as it was before.
  const before =
    statement.operation === 'insert' ? {} : await findRow(db, statement.source, statement.filters)
  if (!before) return null

  const after = { ...before, ...statement.changes }
  for (const foreignKey of foreignKeys) {
    const { child, parent, childColumns, parentColumns } = foreignKey
    const pointsOut = statement.operation !== 'delete' && child === statement.source
    if (pointsOut && !(await isMet(db, foreignKey, after))) return foreignKey

    const pointsHere = parent === statement.source && mayRefuse(foreignKey, statement)
    const referred = pick(before, parentColumns, childColumns)
    if (pointsHere && referred && (await findRow(db, child, referred))) return foreignKey
  }
  return null
}

/** A key that says `cascade` or `set null` follows, and does not refuse. */
function mayRefuse(
  { parentColumns, onDelete, onUpdate }: ForeignKey,
  statement: Statement,
): boolean {
  const refuses = (action: string) => action === 'NO ACTION' || action === 'RESTRICT'
  if (statement.operation === 'delete') return refuses(onDelete)
  return refuses(onUpdate) && parentColumns.some((column) => column in statement.changes)
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
