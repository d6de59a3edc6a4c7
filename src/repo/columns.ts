/** Between a row as the program holds it and the columns of its table: other names, other values. */
import { asRow } from '#changeset/redact.ts'
import type { Field, Schema } from '#changeset/schema.ts'
import { fromColumn, toColumn } from './column-value.ts'

/** Columns and their values, as the database gave them or is to get them. */
export type StoredRow = Readonly<Record<string, unknown>>

/** The table of a schema. Without one there is nothing to ask. */
export function tableOf<Row extends object>({ source, name }: Schema<Row>): string {
  if (source !== null) return source
  throw new TypeError(`repo: ${name} has no table. Give its schema a source.`)
}

/** The values of fields that are stored, under their columns. */
export function toColumns<Row extends object>(schema: Schema<Row>, values: object): StoredRow {
  const known = values as StoredRow
  const present = storedFields(schema).filter(({ name }) => Object.hasOwn(known, name))
  return Object.freeze(Object.fromEntries(present.map(({ name, source }) => [source, known[name]])))
}

/** Columns under the names of their fields. */
export function fromColumns<Row extends object>(
  schema: Schema<Row>,
  columns: StoredRow,
): Partial<Row> {
  const present = storedFields(schema).filter(({ source }) => Object.hasOwn(columns, source))
  const entries = present.map(({ name, source }) => [name, columns[source]])
  // The schema was checked against the row; what the database holds is taken at its word.
  return Object.fromEntries(entries) as Partial<Row>
}

/** Values under columns, ready to be stored. In Ecto: `Ecto.Type.dump/2`, for each. */
export function dumpValues<Row extends object>(schema: Schema<Row>, values: StoredRow): StoredRow {
  const fields = new Map(storedFields(schema).map((field) => [field.source, field]))
  return Object.fromEntries(
    Object.entries(values).map(([column, value]) => [column, toColumn(fields.get(column), value)]),
  )
}

/** Stored values as their fields' types hold them, still under columns. In Ecto: `Ecto.Type.load/2`, for each. */
export function loadValues<Row extends object>(schema: Schema<Row>, stored: StoredRow): StoredRow {
  const present = storedFields(schema).filter(({ source }) => Object.hasOwn(stored, source))
  return Object.fromEntries(
    present.map((field) => [field.source, fromColumn(field, stored[field.source])]),
  )
}

/** A stored row as the program holds it; fields that are not stored have their defaults. */
export function toRow<Row extends object>(schema: Schema<Row>, stored: StoredRow): Row {
  const row = { ...schema.blank, ...fromColumns(schema, loadValues(schema, stored)) }
  // Every field is there: those that were not stored are in `blank`.
  return asRow(schema, row) as Row
}

export const storedFields = <Row extends object>({ fields }: Schema<Row>): readonly Field[] =>
  Object.values<Field>(fields).filter(({ virtual }) => !virtual)
