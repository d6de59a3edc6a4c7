/**
 * What can go wrong between this program and its database, by who can mend it:
 * a `SqlArgumentError` is a mistake in the program, the others are a state of
 * the database. None of their messages holds SQL or a value. Each engine makes
 * them of what its own package reports.
 */

export interface DatabaseErrorOptions {
  /** The database's own: `SQLITE_CONSTRAINT`, `23505`. */
  readonly code: string
  readonly cause?: unknown
}

/** The database refused. */
export class DatabaseError extends Error {
  override readonly name: string = 'DatabaseError'
  readonly code: string

  constructor(message: string, { code, cause }: DatabaseErrorOptions) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
  }

  /** The message without the code that some databases put in front of it. */
  get words(): string {
    const prefix = `${this.code}: `
    return this.message.startsWith(prefix) ? this.message.slice(prefix.length) : this.message
  }
}

/** Somebody else holds the database, or too many wait for it. Trying again later is right. */
export class DatabaseBusyError extends DatabaseError {
  override readonly name = 'DatabaseBusyError'
}

/** The database has reached its largest size, or the disk is full. Reading still works. */
export class DatabaseFullError extends DatabaseError {
  override readonly name = 'DatabaseFullError'
}

/** The database was closed, as a reset or an expiry does, while something still wanted to use it. */
export class DatabaseClosedError extends DatabaseError {
  override readonly name = 'DatabaseClosedError'

  constructor() {
    super('The database has been closed.', { code: 'CLOSED' })
  }
}

/** The file is cut off, overwritten, or was never a database. */
export class DatabaseCorruptError extends DatabaseError {
  override readonly name = 'DatabaseCorruptError'
}

/** A query asks for a table or a column that is not there, as while a migration has not run. */
export class MissingTableError extends DatabaseError {
  override readonly name = 'MissingTableError'
  /** `The users table is not there.` */
  readonly sentence: string

  constructor(
    message: string,
    { sentence, ...options }: DatabaseErrorOptions & { readonly sentence: string },
  ) {
    super(message, options)
    this.sentence = sentence
  }
}

// What follows is told apart in the program alone. A trace shows the name of an error, and theirs
// would tell a reader no more.

/** Another transaction came between: both cannot be true. To run it once more is right, and `Repo.transact` does. */
export class TransactionConflictError extends DatabaseBusyError {}

/** There is no database where one was expected, or none that can be opened. */
export class DatabaseUnreachableError extends DatabaseError {}

/** A database on the other end of a connection does not answer, or cut it. Trying again later is right. */
export class DatabaseAwayError extends DatabaseUnreachableError {}

/** A constraint refused. Which one, `Engine.violationOf` finds out. */
export class WriteRefusedError extends DatabaseError {}

/** The tables were changed while the statement ran. */
export class TablesChangedError extends DatabaseError {}

/** SQL or a value that must not reach the database. The program is wrong, not the database. */
export class SqlArgumentError extends TypeError {
  override readonly name = 'SqlArgumentError'
}

/** The repo was used around its own open transaction, which would wait for itself. */
export class OutsideTransactionError extends Error {
  override readonly name = 'OutsideTransactionError'

  constructor() {
    super(
      'repo.transact: the repo outside was used while its transaction is open. ' +
        'The transaction holds the one connection, so this would wait forever. ' +
        'Inside repo.transact, use the repo you were given.',
    )
  }
}
