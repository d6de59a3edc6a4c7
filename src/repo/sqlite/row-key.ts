import { quoteName } from '../quoted.ts'

export interface KeyColumn {
  readonly name: string
  /** Its place in the primary key, from 1, or 0 when it is not part of it. */
  readonly pk: number
}

/**
 * SQL for the primary key of a row as text, `7` or `'a','b'`, by which the
 * same row is known again. A row without one is known by SQLite's own number.
 */
export function keyExpression(columns: readonly KeyColumn[], row = ''): string {
  const prefix = row === '' ? '' : `${row}.`
  const parts = keyColumns(columns).map((column) => `quote(${prefix}${column})`)
  return parts.length === 1 ? parts[0]! : `concat_ws(',', ${parts.join(', ')})`
}

/** The columns of the key, quoted, for `order by`. */
export function keyColumns(columns: readonly KeyColumn[]): readonly string[] {
  const key = columns.filter(({ pk }) => pk > 0).toSorted((a, b) => a.pk - b.pk)
  return key.length === 0 ? ['_rowid_'] : key.map(({ name }) => quoteName(name))
}
