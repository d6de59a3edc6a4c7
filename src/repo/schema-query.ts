/** Queries made from a schema: of which table, and which of its rows. */
import type { Kysely, SelectQueryBuilder } from 'kysely'
import { findField, type Schema } from '#changeset/schema.ts'
import { isArrayType } from '#changeset/types.ts'
import { toColumn } from './column-value.ts'
import { tableOf, type StoredRow } from './columns.ts'

/** Tables that are known by their schemas, not by the types of Kysely. */
export type AnyTables = Record<string, Record<string, unknown>>

/** Which rows: each field equals its value, or is one of several; `null` asks for rows without one. */
export type Where<Row> = {
  readonly [Field in keyof Row]?: Row[Field] | readonly Row[Field][] | null
}

export type Condition = readonly [column: string, operator: '=' | 'is' | 'in', value: unknown]

/** `{ email: 'a@b', confirmed_at: null }` in columns and operators. */
export function conditionsOf<Row extends object>(
  schema: Schema<Row>,
  where: Where<Row>,
): readonly Condition[] {
  return Object.entries(where).map(([name, value]): Condition => {
    const field = findField(schema, name)
    if (!field || field.virtual)
      throw new TypeError(
        `repo: ${schema.name} has no column for ${name}. ` +
          `Its fields are ${Object.keys(schema.fields).join(', ')}.`,
      )
    if (value === undefined)
      throw new TypeError(
        `repo: ${name} of ${schema.name} is undefined. Give null to find rows without one.`,
      )
    if (Array.isArray(value) && !isArrayType(field.type))
      return [field.source, 'in', value.map((one) => toColumn(field, one))]
    return equals(field.source, toColumn(field, value))
  })
}

/** The row with this key. */
export function byPrimaryKey<Row extends object>(
  { name, primaryKey }: Schema<Row>,
  id: number | string,
): Where<Row> {
  const [key, ...more] = primaryKey
  if (key === undefined || more.length > 0)
    throw new TypeError(
      `repo: expected one primary key field in ${name}, found ${primaryKey.length}. Use getBy.`,
    )
  if (typeof id !== 'number' && typeof id !== 'string')
    throw new TypeError(
      `repo: expected an id of ${name}, got ${id === null ? 'null' : typeof id}. Check it before you ask.`,
    )
  // The key is a field of this schema.
  return { [key]: id } as Where<Row>
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
  where: Where<Row>,
): SelectQueryBuilder<AnyTables, string, StoredRow> {
  const query = db.selectFrom(tableOf(schema)).selectAll()
  return withConditions(query, conditionsOf(schema, where))
}
