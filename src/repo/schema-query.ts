/** Queries made from a schema: which columns, which rows, and how a stored row becomes a row of the program. */
import type { Kysely, SelectQueryBuilder } from 'kysely'
import { fromColumns } from './operations.ts'
import { findField, type Field, type Schema } from '#lib/changeset/schema.ts'
import { isArrayType } from '#lib/changeset/types.ts'
import { fromColumn, toColumn } from './column-value.ts'

/** Tables that are known by their schemas, not by the types of Kysely. */
export type AnyTables = Record<string, Record<string, unknown>>

export type StoredRow = Readonly<Record<string, unknown>>

/** Which rows: each field equals its value, or is one of several; `null` asks for rows without one. */
export type Where<Row> = {
  readonly [Field in keyof Row]?: Row[Field] | readonly Row[Field][] | null
}

export type Condition = readonly [column: string, operator: '=' | 'is' | 'in', value: unknown]

/** `{ email: 'a@b', confirmed_at: null }` in columns and operators. */
export function conditionsOf<Row extends object>(
  schema: Schema<Row>,
  where: Where<Row>,
  asker: string,
): readonly Condition[] {
  return Object.entries(where).map(([name, value]): Condition => {
    const field = findField(schema, name)
    if (!field || field.virtual)
      throw new TypeError(
        `${asker}: ${schema.name} has no column for ${name}. ` +
          `Its fields are ${Object.keys(schema.fields).join(', ')}.`,
      )
    if (value === undefined)
      throw new TypeError(`${asker}: ${name} is undefined. Give null to find rows without one.`)
    if (Array.isArray(value) && !isArrayType(field.type))
      return [field.source, 'in', value.map((one) => toColumn(field, one))]
    return equals(field.source, toColumn(field, value))
  })
}

export const equals = (column: string, value: unknown): Condition => [
  column,
  value === null ? 'is' : '=',
  value,
]

/** Adds conditions to a query of any kind, each after the other, so that they read as written. */
export function withConditions<
  Query extends { where: (column: string, operator: never, value: unknown) => Query },
>(query: Query, conditions: readonly Condition[]): Query {
  return conditions.reduce(
    (narrowed, [column, operator, value]) => narrowed.where(column, operator as never, value),
    query,
  )
}

export function selectFrom<Row extends object>(
  db: Kysely<AnyTables>,
  schema: Schema<Row>,
  conditions: readonly Condition[],
  asker: string,
): SelectQueryBuilder<AnyTables, string, StoredRow> {
  const query = db.selectFrom(tableOf(schema, asker)).selectAll()
  return withConditions(query, conditions)
}

export function tableOf<Row extends object>({ source, name }: Schema<Row>, asker: string): string {
  if (source !== null) return source
  throw new TypeError(`${asker}: ${name} has no table. Give its schema a source.`)
}

/** A stored row as the program holds it; fields that are not stored have their defaults. */
export function toRow<Row extends object>(schema: Schema<Row>, stored: StoredRow): Row {
  const row = { ...schema.blank, ...fromColumns(schema, fromStored(schema, stored)) }
  // The schema was checked against the row; what the database holds is taken at its word.
  return Object.freeze(row) as Row
}

/** The stored values as their fields' types hold them, still under the names of their columns. */
export function fromStored<Row extends object>(schema: Schema<Row>, stored: StoredRow): StoredRow {
  const fields = Object.values<Field>(schema.fields).filter(({ virtual }) => !virtual)
  return Object.fromEntries(
    fields
      .filter(({ source }) => Object.hasOwn(stored, source))
      .map((field) => [field.source, fromColumn(field, stored[field.source])]),
  )
}

/** Values under columns, ready to be stored. */
export function toStored<Row extends object>(schema: Schema<Row>, values: StoredRow): StoredRow {
  const fields = new Map(
    Object.values<Field>(schema.fields)
      .filter(({ virtual }) => !virtual)
      .map((field) => [field.source, field]),
  )
  return Object.fromEntries(
    Object.entries(values).map(([column, value]) => [column, toColumn(fields.get(column), value)]),
  )
}
