/** Makes of what PostgreSQL reports, or the way to it, the errors that the rest of this program knows. */
import {
  DatabaseAwayError,
  DatabaseBusyError,
  DatabaseCorruptError,
  DatabaseError,
  DatabaseFullError,
  MissingTableError,
  SqlArgumentError,
  TablesChangedError,
  TransactionConflictError,
  WriteRefusedError,
} from '../database-error.ts'

/** The fields of a report that name things. Those that hold values, `detail` and `where`, stay behind. */
export interface ReportedNames {
  readonly code: string
  readonly table: string | null
  readonly column: string | null
  readonly constraint: string | null
}

/** By the code, or by the class of codes that it begins with. */
const BY_CODE: Readonly<Record<string, typeof DatabaseError>> = {
  '23': WriteRefusedError,
  '40001': TransactionConflictError,
  '40P01': TransactionConflictError,
  // Longer than `lock_timeout`, and longer than `statement_timeout`.
  '55P03': DatabaseBusyError,
  '57014': DatabaseBusyError,
  '53300': DatabaseBusyError,
  '53': DatabaseBusyError,
  '53100': DatabaseFullError,
  // Shut down, starting, or not to be talked to.
  '57P': DatabaseAwayError,
  '25P03': DatabaseAwayError,
  '08': DatabaseAwayError,
  '28': DatabaseAwayError,
  '3D': DatabaseAwayError,
  XX001: DatabaseCorruptError,
  XX002: DatabaseCorruptError,
  '0A000': TablesChangedError,
}

/** A parameter too many or too few: the program is wrong. */
const MISCOUNTED = new Set(['08P01', '42P02'])
const MISSING = new Set(['42P01', '42703'])
/** A code of PostgreSQL's: five letters or digits. */
const SQLSTATE = /^[0-9A-Z]{5}$/
/** What follows quotes the value that was wrong. */
const QUOTED_VALUE = /:? "[\s\S]*$/

const names = new WeakMap<Error, ReportedNames>()

/** The names in PostgreSQL's report of this error, or `null` when it came from elsewhere. */
export const namesIn = (error: DatabaseError): ReportedNames | null => names.get(error) ?? null

/** Wraps what the package reports. What PostgreSQL tells of values is left out, from the cause as well. */
export function postgresError(cause: unknown): Error {
  if (cause instanceof DatabaseError || cause instanceof SqlArgumentError) return cause
  const { code, message, ...reported } = reportOf(cause)
  if (code === null) return unreachable(cause, message)
  if (MISCOUNTED.has(code) && /\bbind message|no parameter/.test(message))
    return new SqlArgumentError(`postgres: ${message}. Give each place its value, and no more.`)
  // Class 22, data exceptions, quotes the value.
  const said = code.startsWith('22') ? message.replace(QUOTED_VALUE, '') : message
  const error =
    MISSING.has(code) && / does not exist$/.test(said)
      ? new MissingTableError(said, { code, sentence: missingInWords(said) })
      : new (classOf(code))(said, { code })
  names.set(error, { code, ...reported })
  return error
}

/** The way to the server is cut, or was never there: that is told by Node, or by the package in words. */
function unreachable(cause: unknown, message: string): DatabaseError {
  const code = fieldOf(cause, 'code') ?? 'UNREACHABLE'
  return new DatabaseAwayError(`PostgreSQL does not answer: ${message || code}.`, { code })
}

function classOf(code: string): typeof DatabaseError {
  const [own, half, whole] = [code, code.slice(0, 3), code.slice(0, 2)]
  return BY_CODE[own] ?? BY_CODE[half] ?? BY_CODE[whole] ?? DatabaseError
}

function reportOf(cause: unknown) {
  const code = fieldOf(cause, 'code')
  return {
    // Node has codes of its own, as `EPIPE`; those of PostgreSQL come with how bad it is.
    code: code !== null && SQLSTATE.test(code) && fieldOf(cause, 'severity') !== null ? code : null,
    message: cause instanceof Error ? cause.message : String(cause),
    table: fieldOf(cause, 'table'),
    column: fieldOf(cause, 'column'),
    constraint: fieldOf(cause, 'constraint'),
  }
}

function fieldOf(cause: unknown, field: string): string | null {
  const value =
    typeof cause === 'object' && cause !== null
      ? (cause as Readonly<Record<string, unknown>>)[field]
      : null
  return typeof value === 'string' ? value : null
}

/** `relation "users" does not exist`, `column "rank" of relation "users" does not exist`, `column users.rank …` */
function missingInWords(message: string): string {
  const [first = '', second] = [...message.matchAll(/"([^"]+)"/g)].map(([, name]) => name!)
  if (second !== undefined) return `The column ${second}.${first} is not there.`
  const column = /^column "?([\w.]+)"?/.exec(message)?.[1]
  return column === undefined
    ? `The ${first} table is not there.`
    : `The column ${column} is not there.`
}

/** After this the connection is of no use, whatever it says of itself. */
export const endsConnection = (error: unknown): boolean => error instanceof DatabaseAwayError
