import { Secret } from '#lib/secret.ts'
import { SqlArgumentError } from './database-error.ts'

/** What a column takes. */
export type StoredValue = string | number | Uint8Array | null

/** What one database says besides. */
export interface Storing {
  /** As an error calls it. */
  readonly engine: string
  /** Why it takes no such text, and what to do, though it is well-formed; `null` for one that it takes. */
  readonly refuses?: (text: string) => readonly [given: string, advice: string] | null
}

/**
 * Makes a value ready for a database, or refuses it: what one refuses the other
 * does as well, so that a program which works on the one works on the other. Left
 * alone, the packages store a bigint, `undefined` and `NaN` as NULL, and an object
 * as `[object Object]`. This is the one place where a `Secret` is opened.
 */
export function toStored(value: unknown, index: number, how: Storing): StoredValue {
  if (value === null) return null
  if (value instanceof Secret) return toStored(value.reveal(), index, how)
  if (value instanceof Uint8Array) return value
  const { engine, refuses } = how

  switch (typeof value) {
    case 'string': {
      // Half a surrogate pair has no UTF-8; another character would be stored for it.
      if (!value.isWellFormed())
        throw refusal(engine, index, [
          'text with half a surrogate pair',
          'Check it with isWellFormed() first.',
        ])
      const refused = refuses?.(value)
      if (refused) throw refusal(engine, index, refused)
      return value
    }
    case 'number':
      if (Number.isFinite(value)) return value
      throw refusal(engine, index, [
        String(value),
        'No column has such a number; give null for none.',
      ])
    case 'boolean':
      // PostgreSQL reads a number as a boolean where the column is one.
      return value ? 1 : 0
    case 'bigint':
      if (BigInt.asIntN(54, value) === value) return Number(value)
      throw refusal(engine, index, ['a bigint beyond 2^53', 'Store it as text.'])
    case 'undefined':
      throw refusal(engine, index, ['undefined', 'Give null for none, or leave the column out.'])
    default:
      throw refusal(engine, index, kindOf(value))
  }
}

function kindOf(value: unknown): readonly [given: string, advice: string] {
  if (value instanceof Date) return ['a Date', 'Times are milliseconds: give date.getTime().']
  if (Array.isArray(value)) return ['an array', 'Give one value, or JSON.stringify(array).']
  if (typeof value === 'object') return ['an object', 'Give one value, or JSON.stringify(object).']
  return [`a ${typeof value}`, 'Give the value that it stands for.']
}

/** Says what kind of value it was, never the value: it may be somebody's password. */
function refusal(
  engine: string,
  index: number,
  [given, advice]: readonly [given: string, advice: string],
): SqlArgumentError {
  return new SqlArgumentError(
    `${engine}: parameter ${index + 1} is ${given}. ` +
      `Expected text, a finite number, a boolean, bytes or null. ${advice}`,
  )
}
