/**
 * What one request changed in a database: rows, and the schema around them.
 * Names and numbers only: no value that was stored, before or after.
 */

/** A row that was written or deleted. */
export interface RowChange {
  readonly table: string
  /** The row's primary key as SQL writes it: `7`, `'ana'`. */
  readonly key: string
  readonly kind: 'inserted' | 'updated' | 'deleted'
  /** For an updated row: the columns that hold something else now. */
  readonly columns: readonly string[]
}

/** A table, an index or another part of the schema that came, went or became another. */
export interface SchemaChange {
  readonly kind: 'created' | 'dropped' | 'altered'
  /** As SQLite calls it: `table`, `index`, `trigger`, `view`. */
  readonly type: string
  readonly name: string
  /** The table that it is, or belongs to. */
  readonly table: string
}

export interface DatabaseChanges {
  readonly rows: readonly RowChange[]
  readonly schema: readonly SchemaChange[]
  /** Whether this is all: what changes a great many rows is not told to its end. */
  readonly complete: boolean
}

export const NO_CHANGES: DatabaseChanges = Object.freeze({ rows: [], schema: [], complete: true })

export const hasChanges = ({ rows, schema }: DatabaseChanges): boolean =>
  rows.length > 0 || schema.length > 0

/** Of one request. What changes more is told as "these, and more". */
const MOST_ROWS = 200

/**
 * Adds what came later to what came before, so that each row is told of once,
 * and a row that came and went is not told of at all.
 */
export function mergeChanges(earlier: DatabaseChanges, later: DatabaseChanges): DatabaseChanges {
  // A new schema is a new list of tables: what stood in one that went is no longer a change to it.
  const dropped = later.schema.filter(({ kind, type }) => kind === 'dropped' && type === 'table')
  const kept = earlier.rows.filter(({ table }) => !dropped.some(({ name }) => name === table))
  const rows = inOne([...kept, ...later.rows], ({ table, key }) => `${table} ${key}`, mergeRow)
  const objects = [...earlier.schema, ...later.schema]
  return Object.freeze({
    rows: rows.slice(0, MOST_ROWS),
    schema: inOne(objects, ({ type, name }) => `${type} ${name}`, mergeObject),
    complete: earlier.complete && later.complete && rows.length <= MOST_ROWS,
  })
}

function inOne<Change>(
  changes: readonly Change[],
  keyOf: (change: Change) => string,
  merge: (before: Change, after: Change) => Change | null,
): readonly Change[] {
  const merged = new Map<string, Change>()
  for (const change of changes) {
    const key = keyOf(change)
    const before = merged.get(key)
    const now = before === undefined ? change : merge(before, change)
    if (now === null) merged.delete(key)
    else merged.set(key, now)
  }
  return [...merged.values()]
}

function mergeRow(before: RowChange, after: RowChange): RowChange | null {
  if (before.kind === 'inserted') return after.kind === 'deleted' ? null : before
  if (before.kind === 'deleted' || after.kind === 'deleted') return after
  return { ...after, columns: [...new Set([...before.columns, ...after.columns])] }
}

function mergeObject(before: SchemaChange, after: SchemaChange): SchemaChange | null {
  if (before.kind === 'created') return after.kind === 'dropped' ? null : before
  // Gone and made anew, as SQLite's way of changing a table asks for.
  if (before.kind === 'dropped') return { ...after, kind: 'altered' }
  return after
}
