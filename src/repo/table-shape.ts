/** What a table is, as its database reports it. */
export interface TableShape {
  /** The text that made it. */
  readonly ddl: string
  /** None for a table that is not there any more. */
  readonly columns: readonly InspectedColumn[]
  readonly indexes: readonly InspectedIndex[]
  readonly foreignKeys: readonly InspectedForeignKey[]
  readonly checks: readonly Check[]
}

export interface InspectedColumn {
  readonly name: string
  /** As it was declared: `INTEGER`, in lower case; empty where nothing was. */
  readonly type: string
  readonly notNull: boolean
  /** SQL, or `null` for none. */
  readonly defaultValue: string | null
  /** Its place in the primary key, from 1, or 0. */
  readonly primaryKey: number
}

export interface InspectedIndex {
  readonly name: string
  readonly unique: boolean
  readonly columns: readonly string[]
  /** Whether A and a are the same to it. */
  readonly ignoresCase: boolean
  /** The text that made it; `null` for one that a table's own `unique` brought along. */
  readonly ddl: string | null
}

export interface InspectedForeignKey {
  readonly name: string
  readonly columns: readonly string[]
  readonly table: string
  readonly to: readonly string[]
  /** `cascade`, `set null`, `no action` … */
  readonly onDelete: string
}

export interface Check {
  /** `null` where nobody gave it one. */
  readonly name: string | null
  /** As it was written: `email like '_%@%_'`. */
  readonly expression: string
}
