import { Secret } from '#lib/secret.ts'
import { SqlArgumentError } from '../database-error.ts'

export type SqliteValue = string | number | Uint8Array | null

/**
 * Makes a value ready for SQLite, or refuses it. Left alone, the packages
 * store a bigint, `undefined` and `NaN` as NULL, and an object as `[object Object]`.
 * This is the one place where a `Secret` is opened.
 */
export function toSqlite(value: unknown, index: number): SqliteValue {
  if (value === null) return null
  if (value instanceof Secret) return toSqlite(value.reveal(), index)
  if (value instanceof Uint8Array) return value

  switch (typeof value) {
    case 'string':
      // Half a surrogate pair has no UTF-8; another character would be stored for it.
      if (value.isWellFormed()) return value
      throw refusal(index, 'text with half a surrogate pair', 'Check it with isWellFormed() first.')
    case 'number':
      if (Number.isFinite(value)) return value
      throw refusal(index, String(value), 'SQLite has no such number; give null for none.')
    case 'boolean':
      return value ? 1 : 0
    case 'bigint':
      if (BigInt.asIntN(54, value) === value) return Number(value)
      throw refusal(index, 'a bigint beyond 2^53', 'Store it as text.')
    case 'undefined':
      throw refusal(index, 'undefined', 'Give null for none, or leave the column out.')
    default:
      throw refusal(index, ...kindOf(value))
  }
}

function kindOf(value: unknown): [given: string, advice: string] {
  if (value instanceof Date) return ['a Date', 'Times are milliseconds: give date.getTime().']
  if (Array.isArray(value)) return ['an array', 'Give one value, or JSON.stringify(array).']
  if (typeof value === 'object') return ['an object', 'Give one value, or JSON.stringify(object).']
  return [`a ${typeof value}`, 'Give the value that it stands for.']
}

/** Says what kind of value it was, never the value: it may be somebody's password. */
function refusal(index: number, given: string, advice: string): SqlArgumentError {
  return new SqlArgumentError(
    `sqlite: parameter ${index + 1} is ${given}. ` +
      `Expected text, a finite number, a boolean, bytes or null. ${advice}`,
  )
}
