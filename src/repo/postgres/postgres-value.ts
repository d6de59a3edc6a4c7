import { Secret } from '#lib/secret.ts'
import { SqlArgumentError } from '../database-error.ts'

export type PostgresValue = string | number | boolean | Uint8Array | null

/**
 * Makes a value ready for PostgreSQL, or refuses it, where SQLite would refuse
 * it as well: a program that works on the one works on the other. This is the
 * one place of this engine where a `Secret` is opened.
 */
export function toPostgres(value: unknown, index: number): PostgresValue {
  if (value === null) return null
  if (value instanceof Secret) return toPostgres(value.reveal(), index)
  if (value instanceof Uint8Array) return value

  switch (typeof value) {
    case 'string':
      if (!value.isWellFormed())
        throw refusal(index, 'text with half a surrogate pair', 'Check it with isWellFormed().')
      // PostgreSQL ends a text there. SQLite keeps it.
      if (value.includes('\0'))
        throw refusal(index, 'text with the character 0', 'Take it out, or store bytes.')
      return value
    case 'number':
      if (Number.isFinite(value)) return value
      throw refusal(index, String(value), 'Give null for none.')
    case 'boolean':
      // As a number or as a boolean, as the column has it: PostgreSQL reads both.
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
    `postgres: parameter ${index + 1} is ${given}. ` +
      `Expected text, a finite number, a boolean, bytes or null. ${advice}`,
  )
}

/**
 * What a parser makes of a column's text. Rows hold numbers: each of ours fits in
 * one exactly, as each time and each count does.
 */
export function fromInt8(text: string): number {
  const number = Number(text)
  if (Number.isSafeInteger(number)) return number
  throw new RangeError('postgres: a bigint beyond 2^53 was read. Cast it to text in the query.')
}
