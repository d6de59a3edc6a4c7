import type { Step } from '#trace/step.ts'
import { decimalOf } from './cast-value.ts'
import type { Changeset } from './changeset.ts'
import { compareDecimals, Decimal } from './decimal.ts'
import { Float } from './number.ts'
import { changeRule, ruleError, type MessageOptions } from './rule.ts'
import type { FieldOf } from './schema.ts'

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

const comparison = (words: string, holds: Comparison['holds']): Comparison => ({
  kind: words.replaceAll(' ', '_'),
  words,
  holds,
})

const comparisons: ReadonlyMap<string, Comparison> = new Map([
  ['lessThan', comparison('less than', (order) => order < 0)],
  ['greaterThan', comparison('greater than', (order) => order > 0)],
  ['lessThanOrEqualTo', comparison('less than or equal to', (order) => order <= 0)],
  ['greaterThanOrEqualTo', comparison('greater than or equal to', (order) => order >= 0)],
  ['equalTo', comparison('equal to', (order) => order === 0)],
  ['notEqualTo', comparison('not equal to', (order) => order !== 0)],
])

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
  return changeRule('validateNumber', 'number', field, arg, arg, (value) => {
    const number = asNumber(value, field)
    for (const [option, given] of targets) {
      const { kind, words, holds } = comparisonOf(option, field)
      const target = asNumber(given, `the option ${option}`)
      const exact = number instanceof Decimal || target instanceof Decimal
      if (holds(compare(number, target))) continue
      const opts = { validation: 'number', kind, number: exact ? toDecimal(target) : target }
      return ruleError(field, options, `must be ${words} %{number}`, opts)
    }
    return null
  })
}

function comparisonOf(option: string, field: string): Comparison {
  const known = comparisons.get(option)
  if (known) return known
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

/** Below 0, 0 or above 0. JavaScript compares a bigint with a number exactly. */
function compare(a: NumberTarget, b: NumberTarget): number {
  if (a instanceof Decimal || b instanceof Decimal) {
    return compareDecimals(toDecimal(a), toDecimal(b))
  }
  const [x, y] = [a.valueOf(), b.valueOf()]
  return x < y ? -1 : x > y ? 1 : 0
}
