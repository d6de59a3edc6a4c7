/**
 * What can go wrong between this program and its database, by who can mend it:
 * a `SqlArgumentError` is a mistake in the program, the others are a state of
 * the database. None of their messages holds SQL or a value.
 */

/** The database refused. `code` is SQLite's own, such as `SQLITE_CONSTRAINT`. */
export class DatabaseError extends Error {
  override readonly name: string = 'DatabaseError'
  readonly code: string

  constructor(message: string, { code, cause }: { code: string; cause?: unknown }) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
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
    super('The database has been closed.', { code: 'SQLITE_MISUSE' })
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

  constructor(message: string, options: { code: string; cause?: unknown }) {
    super(message, options)
    const { table, column, of, added } = MISSING.exec(message)?.groups ?? {}
    if (table) this.sentence = `The ${table} table is not there.`
    else this.sentence = `The column ${added ? `${of}.${added}` : column} is not there.`
  }
}

const MISSING =
  /no such table: (?:main\.)?(?<table>\w+)|no such column: (?<column>[\w.]+)|table (?<of>\w+) has no column named (?<added>\w+)/

/** SQL or a value that must not reach SQLite. The program is wrong, not the database. */
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

const BY_CODE: Readonly<Record<string, typeof DatabaseError>> = {
  SQLITE_BUSY: DatabaseBusyError,
  SQLITE_LOCKED: DatabaseBusyError,
  SQLITE_FULL: DatabaseFullError,
  SQLITE_CORRUPT: DatabaseCorruptError,
  SQLITE_NOTADB: DatabaseCorruptError,
}

/** Wraps what sqlite3 reports: its errors are made in native code and have no stack. */
export function databaseError(cause: unknown): DatabaseError {
  if (cause instanceof DatabaseError) return cause
  const code = codeOf(cause)
  const message = cause instanceof Error ? cause.message : String(cause)
  const kind = MISSING.test(message) ? MissingTableError : BY_CODE[code]
  return new (kind ?? DatabaseError)(message, { code, cause })
}

function codeOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null
  return typeof code === 'string' ? code : 'SQLITE_ERROR'
}
