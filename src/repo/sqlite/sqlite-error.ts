/** Makes of what SQLite reports the errors that the rest of this program knows. */
import {
  DatabaseBusyError,
  DatabaseCorruptError,
  DatabaseError,
  DatabaseFullError,
  DatabaseUnreachableError,
  MissingTableError,
  TablesChangedError,
  WriteRefusedError,
} from '../database-error.ts'

const BY_CODE: Readonly<Record<string, typeof DatabaseError>> = {
  SQLITE_BUSY: DatabaseBusyError,
  SQLITE_LOCKED: DatabaseBusyError,
  SQLITE_FULL: DatabaseFullError,
  SQLITE_CORRUPT: DatabaseCorruptError,
  SQLITE_NOTADB: DatabaseCorruptError,
  SQLITE_CANTOPEN: DatabaseUnreachableError,
  SQLITE_CONSTRAINT: WriteRefusedError,
  SQLITE_SCHEMA: TablesChangedError,
}

const MISSING =
  /no such table: (?:main\.)?(?<table>\w+)|no such column: (?<column>[\w.]+)|table (?<of>\w+) has no column named (?<added>\w+)/

/** Wraps what a package reports: errors made in native code have no stack. */
export function sqliteError(cause: unknown): DatabaseError {
  if (cause instanceof DatabaseError) return cause
  const code = codeOf(cause)
  const message = cause instanceof Error ? cause.message : String(cause)
  const sentence = missingInWords(message)
  if (sentence !== null) return new MissingTableError(message, { code, cause, sentence })
  return new (BY_CODE[code] ?? DatabaseError)(message, { code, cause })
}

function codeOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null
  return typeof code === 'string' ? code : 'SQLITE_ERROR'
}

function missingInWords(message: string): string | null {
  const { table, column, of, added } = MISSING.exec(message)?.groups ?? {}
  if (table) return `The ${table} table is not there.`
  if (column) return `The column ${column} is not there.`
  return added ? `The column ${of}.${added} is not there.` : null
}
