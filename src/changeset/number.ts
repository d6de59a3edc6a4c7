/**
 * JavaScript has one kind of number where Elixir has two. Here a whole number
 * is an integer, and 1.5 is a float; in a field of type `float` every number
 * is a float. Where neither says enough, `float(1)` is the float 1.0.
 */

/** A float that happens to be whole. Made by `float`. */
export class Float {
  readonly value: number

  constructor(value: number) {
    this.value = value
    Object.freeze(this)
  }

  valueOf(): number {
    return this.value
  }

  toString(): string {
    return floatText(this.value)
  }
}

/**
 * A number that is a float even when it is whole.
 *
 * @example
 * String(float(1))
 * // => '1.0'
 */
export function float(value: number): number | Float {
  return Number.isInteger(value) ? new Float(value) : value
}

export function isInteger(value: unknown): value is number | bigint {
  return Number.isSafeInteger(value) || typeof value === 'bigint'
}

export function isFloat(value: unknown): value is number | Float {
  return value instanceof Float || (Number.isFinite(value) && !Number.isSafeInteger(value))
}

/** Whole numbers within ±(2^53 − 1) are numbers, others bigint: one integer has one form. */
export function integer(value: bigint): number | bigint {
  const small = Number(value)
  return Number.isSafeInteger(small) ? small : value
}

/**
 * A float as Elixir prints it: the shortest digits that read back as the same
 * number, with a fraction always, in whichever notation is shorter.
 *
 * @example
 * [1, 0.1, 1000, 1e20].map(floatText)
 * // => ['1.0', '0.1', '1.0e3', '1.0e20']
 */
export function floatText(value: number): string {
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  const [mantissa = '', power = ''] = Math.abs(value).toExponential().split('e')
  const exponent = Number(power)
  const digits = mantissa.replace('.', '')
  const scientific = `${digits[0] ?? '0'}.${digits.slice(1) || '0'}e${exponent}`
  if (value === 0) return `${sign}0.0`
  if (Math.abs(value) >= 2 ** 53) return sign + scientific

  const plain = plainText(digits, exponent)
  return sign + (plain.length <= scientific.length ? plain : scientific)
}

function plainText(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  return `${whole}.${digits.slice(exponent + 1) || '0'}`
}

/** Fewer than 32 digits: no key of a database is longer, and huge ones are slow to read. */
export function parseInteger(text: string): number | bigint | null {
  if (text.length >= 32 || !/^[+-]?\d+$/.test(text)) return null
  const small = Number(text)
  // Adding zero turns -0 into 0.
  if (Number.isSafeInteger(small)) return small + 0
  return integer(BigInt(text.replace('+', '')))
}
