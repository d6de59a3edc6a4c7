/** A table as a page shows it: every value as text, with words beside it where it needs them. */

export interface TableView {
  readonly name: string
  readonly href: string
  readonly rowCount: number
  readonly columns: readonly ColumnView[]
  /** The newest first; maybe not all of them. */
  readonly rows: readonly RowView[]
  /** What the last request did to this table, in words; empty for nothing. */
  readonly changed: string
  readonly rules: readonly RuleView[]
  /** The text that made it. */
  readonly ddl: string
}

export interface ColumnView {
  readonly name: string
  /** `integer, not null` */
  readonly type: string
}

export interface RowView {
  /** What the last request did to it. */
  readonly mark: 'new' | 'changed' | null
  readonly cells: readonly CellView[]
}

export interface CellView {
  readonly column: string
  readonly text: string
  /** `stand-in`: the text stands for something else, as NULL does, or what is never shown. */
  readonly kind: 'number' | 'text' | 'stand-in'
  readonly words: readonly string[]
  readonly changed: boolean
}

/** An index, a foreign key or a check. */
export interface RuleView {
  readonly kind: 'unique index' | 'index' | 'foreign key' | 'check'
  readonly name: string
  readonly words: string
  /** SQL, where the words are not all. */
  readonly sql: string | null
  readonly isNew: boolean
}
