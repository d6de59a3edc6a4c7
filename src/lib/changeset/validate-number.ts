import type { Step } from '#lib/step.ts'
import { decimalOf } from './cast-value.ts'
import type { Changeset } from './changeset.ts'
import { compareDecimals, Decimal } from './decimal.ts'
import { ruleError, type MessageOptions } from './message.ts'
import { Float } from './number.ts'
import type { FieldOf } from './schema.ts'
import { rule } from './validations.ts'

/** Anything a number can be compared with. */
export type NumberTarget = number | bigint | Decimal | Float

export interface NumberOptions extends MessageOptions {
  readonly lessThan?: NumberTarget
  readonly greaterThan?: NumberTarget
  readonly lessThanOrEqualTo?: NumberTarget
  readonly greaterThanOrEqualTo?: NumberTarget
  readonly equalTo?: NumberTarget
  readonly notEqualTo?: NumberTarget
}

interface Comparison {
  readonly kind: string
  readonly words: string
  readonly holds: (order: number) => boolean
}

const comparisons: ReadonlyMap<string, Comparison> = new Map([
  ['lessThan', { kind: 'less_than', words: 'less than', holds: (order) => order < 0 }],
  ['greaterThan', { kind: 'greater_than', words: 'greater than', holds: (order) => order > 0 }],
  [
    'lessThanOrEqualTo',
    {
      kind: 'less_than_or_equal_to',
      words: 'less than or equal to',
      holds: (order) => order <= 0,
    },
  ],
  [
    'greaterThanOrEqualTo',
    {
      kind: 'greater_than_or_equal_to',
      words: 'greater than or equal to',
      holds: (order) => order >= 0,
    },
  ],
  ['equalTo', { kind: 'equal_to', words: 'equal to', holds: (order) => order === 0 }],
  ['notEqualTo', { kind: 'not_equal_to', words: 'not equal to', holds: (order) => order !== 0 }],
] satisfies [string, Comparison][])

/**
 * Limits a changed number. In Ecto: `validate_number/3`.
 *
 * Limits are looked at in the order given, and only the first that is not met
 * is reported. Decimals are compared exactly.
 *
 * @example
 * const changeset = cast(schemaless({ guess: 'integer' }), { guess: '11' }, ['guess'])
 * const limited = pipe(changeset, validateNumber('guess', { greaterThan: 0, lessThanOrEqualTo: 10 }))
 * limited.errors[0]?.message
 * // => 'must be less than or equal to %{number}'
 */
export function validateNumber<Row extends object>(
  field: FieldOf<Row>,
  options: NumberOptions,
): Step<Changeset<Row>> {
  const arg = Object.freeze({ ...options })
  const targets = Object.entries(options).filter(
    ([option, target]) => option !== 'message' && target !== undefined,
  )
  return rule({ name: 'validateNumber', kind: 'number', field, arg, options: arg }, (value) => {
    const number = asNumber(value, field)
    for (const [option, given] of targets) {
      const { kind, words, holds } = comparisonOf(option, field)
      const target = asNumber(given, `the option ${option}`)
      const exact = number instanceof Decimal || target instanceof Decimal
      if (
        holds(
          exact ? compareDecimals(toDecimal(number), toDecimal(target)) : compare(number, target),
        )
      ) {
        continue
      }
      const opts = { validation: 'number', kind, number: exact ? toDecimal(target) : target }
      return [ruleError(field, options, `must be ${words} %{number}`, opts)]
    }
    return []
  })
}

function comparisonOf(option: string, field: string): Comparison {
  const comparison = comparisons.get(option)
  if (comparison) return comparison
  throw new TypeError(
    `validateNumber: unknown option ${option} for ${field}. The options are ${[...comparisons.keys()].join(', ')}.`,
  )
}

function asNumber(value: unknown, what: string): NumberTarget {
  if (typeof value === 'bigint' || value instanceof Decimal || value instanceof Float) return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw new TypeError(
    `validateNumber: expected ${what} to be an integer, a float or a Decimal, got ${typeof value}.`,
  )
}

const toDecimal = (number: NumberTarget): Decimal =>
  number instanceof Decimal ? number : decimalOf(number)

// JavaScript compares a bigint with a number exactly.
function compare(a: NumberTarget, b: NumberTarget): number {
  const [x, y] = [plain(a), plain(b)]
  return x < y ? -1 : x > y ? 1 : 0
}

const plain = (number: NumberTarget): number | bigint =>
  typeof number === 'object' ? Number(number) : number
