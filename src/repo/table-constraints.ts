/** The constraints of a table, each as one thing that can be there or not. */
import type { TableShape } from './table-shape.ts'

export type ConstraintKind = 'unique' | 'check' | 'foreign_key' | 'not_null'

export interface TableConstraint {
  readonly kind: ConstraintKind
  /** As the database knows it; of a column that takes no null, the name that a trace has for it. */
  readonly name: string
  readonly table: string
  /** None for a check, which says in words of its own what it is about. */
  readonly columns: readonly string[]
}

/** What can become of the rows that point to one that is deleted. */
export const KEY_ACTIONS = ['cascade', 'restrict', 'set null'] as const
export type KeyAction = (typeof KEY_ACTIONS)[number]

/** Another rule of a foreign key than its own. In Ecto: `on_delete`. */
export interface KeyRule {
  /** The name of the key: `scores_user_id_fkey`. */
  readonly key: string
  readonly table: string
  readonly action: KeyAction
}

/**
 * The constraints of a table that has all of them: unique indexes that were
 * made by themselves, foreign keys, named checks, and columns that take no null.
 * A primary key is no more than the name of a row, and is none of these.
 *
 * @example
 * const shape = { indexes: [], foreignKeys: [], columns: [], checks: [{ name: 'is_whole' }] }
 * constraintsOf('users', shape)
 * // => [{ kind: 'check', name: 'is_whole', table: 'users', columns: [] }]
 */
export function constraintsOf(
  table: string,
  { indexes, foreignKeys, checks, columns }: Omit<TableShape, 'ddl'>,
): readonly TableConstraint[] {
  return [
    ...indexes
      .filter(({ unique, ddl }) => unique && ddl !== null)
      .map(({ name, columns: own }) => ({ kind: 'unique', name, table, columns: own }) as const),
    ...foreignKeys.map(
      ({ name, columns: own }) => ({ kind: 'foreign_key', name, table, columns: own }) as const,
    ),
    ...checks.flatMap(({ name }) =>
      name === null ? [] : [{ kind: 'check', name, table, columns: [] } as const],
    ),
    ...columns
      .filter(({ notNull, primaryKey }) => notNull && primaryKey === 0)
      .map(({ name }) => ({ ...notNullOf(table, name), columns: [name] })),
  ]
}

/**
 * What a trace calls a column that takes no null: the database has no name for it.
 *
 * @example
 * notNullName('users', 'email')
 * // => 'users_email_not_null'
 */
export const notNullName = (table: string, column: string): string => `${table}_${column}_not_null`

const notNullOf = (table: string, column: string) =>
  ({ kind: 'not_null', name: notNullName(table, column), table }) as const
