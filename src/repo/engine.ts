/**
 * What a repo asks of the database behind it. Whatever differs from one
 * database to the next stands here, and nothing else does: another one is a
 * folder beside `sqlite/` with an `Engine` in it, and a function that opens it.
 * `test/repo/engine-contract.ts` is what each must keep.
 *
 * In Ecto: `Ecto.Adapter`.
 */
import type { DatabaseConnection, Dialect, Kysely, RawBuilder } from 'kysely'
import type { Asking, Stranger } from '#trace/asking.ts'
import type { ConstraintKind, KeyRule, TableConstraint } from './table-constraints.ts'
import type { InspectedColumn, TableShape } from './table-shape.ts'

/** One open database. Whatever it throws about a statement is a `DatabaseError`. */
export interface Engine {
  /** Kysely's own part: how SQL is written for this database, and sent to it. */
  readonly dialect: Dialect
  /** Sees what is changed through a connection. It is asked for once for each. */
  watch(connection: DatabaseConnection): ChangeWatch
  /** Which constraint refused a write, or `null` when the error is about anything else. */
  violationOf<Tables>(
    db: Kysely<Tables>,
    error: unknown,
    statement: Statement,
  ): Promise<ConstraintViolation | null>
  /** The names of the constraints that a write to this table can meet at this moment. */
  constraintsOf<Tables>(db: Kysely<Tables>, table: string): Promise<readonly string[]>
  readonly inspect: Inspector
  readonly constraints: ConstraintSwitch
  /** The time of a database that several servers share, in milliseconds since 1970, UTC; `null` for one that is a file. */
  readonly sharedTime: RawBuilder<number | string> | null
  /** Writes all that was committed into a new file. Throws where a database is no file. */
  copyTo(file: string): Promise<void>
  /** Puts all rows and tables back as they are in a file that `copyTo` has written. */
  restoreFrom(file: string): Promise<void>
  /** Lets running queries end. Whatever comes later throws a `DatabaseClosedError`. */
  close(): Promise<void>
}

/**
 * Tells the trace which rows and tables were changed, while somebody traces.
 * It decides nothing: what it cannot see is written all the same.
 */
export interface ChangeWatch {
  /** Before each statement, when its turn has come. `null`: there is nothing to wait for. */
  before(sql: string): Promise<void> | null
  /** Of the rows that the statement before has written, those that belong to somebody else. */
  strangersWritten(asking: Asking): Promise<readonly Stranger[]>
  /** Of rows that were read, those that belong to somebody else. */
  strangersRead(rows: RowsRead, asking: Asking): Promise<readonly Stranger[]>
  /** When the turn is over, and whatever is not committed by now never will be. */
  after(): Promise<void> | null
}

/** Rows of a table that a query gave, by their keys. */
export interface RowsRead {
  readonly table: string
  readonly keys: readonly (string | number)[]
}

export type Operation = 'insert' | 'update' | 'delete'

/** What is written for one changeset, in columns. */
export interface Statement {
  readonly operation: Operation
  /** The table. */
  readonly source: string
  /** None for a delete. */
  readonly changes: Readonly<Record<string, unknown>>
  /** By which the row is chosen; none for an insert. */
  readonly filters: Readonly<Record<string, unknown>>
}

/** A refusal, as the database knows it. */
export interface ConstraintViolation {
  readonly type: ConstraintKind
  /** The constraint's name in the database, or `null` where it has none. */
  readonly constraint: string | null
  readonly table: string | null
  /** The columns it is about, as far as they are known. */
  readonly columns: readonly string[]
}

/** Reads what a database says of its own tables. */
export interface Inspector {
  /** In the order in which they were made, without those that are the database's own. */
  tableNames<Tables>(db: Kysely<Tables>): Promise<readonly string[]>
  /** Everything about a table but its rows. */
  shapeOf<Tables>(db: Kysely<Tables>, table: string): Promise<TableShape>
  rowKey(columns: readonly InspectedColumn[]): RowKey
}

/** A table as it is with all of its constraints. */
export interface WholeTable extends TableShape {
  readonly name: string
}

/** Takes constraints away from a table, and brings them back. Give it the connection of a transaction. */
export interface ConstraintSwitch {
  /**
   * Leaves the table without these and with all others, whatever it had before;
   * its foreign keys have the rules that are named, and else their own.
   * A constraint that rows break throws a `DatabaseError`, or stands unheeded by
   * those rows: ask `rowsAgainst` first.
   */
  leaveOut<Tables>(
    db: Kysely<Tables>,
    whole: WholeTable,
    away: readonly TableConstraint[],
    rules?: readonly KeyRule[],
  ): Promise<void>
  /** The rows that a constraint would not have let in, by their numbers. */
  rowsAgainst<Tables>(
    db: Kysely<Tables>,
    whole: WholeTable,
    constraint: TableConstraint,
  ): Promise<readonly number[]>
  deleteRows<Tables>(db: Kysely<Tables>, table: string, rows: readonly number[]): Promise<void>
}

/** SQL that tells one row of a table from all others. */
export interface RowKey {
  /** The key as text, to the letter as a `RowChange` has it. */
  readonly text: RawBuilder<string>
  /** By which rows stand in the order in which they came. */
  readonly columns: readonly RawBuilder<unknown>[]
}
