/** A number written in tens, kept exactly as written: 1.50 has two decimals, 1.5 has one. */
export class Decimal {
  readonly negative: boolean
  readonly coefficient: bigint
  readonly exponent: number

  constructor(negative: boolean, coefficient: bigint, exponent: number) {
    this.negative = negative
    this.coefficient = coefficient
    this.exponent = exponent
    Object.freeze(this)
  }

  /**
   * Reads a decimal written by the program. Text from outside goes through `cast`.
   *
   * @example
   * String(Decimal.of('1.50'))
   * // => '1.50'
   */
  static of(text: string | number | bigint): Decimal {
    const decimal = parseDecimal(String(text))
    if (decimal) return decimal
    throw new TypeError(`Decimal.of: ${String(text)} is not a decimal. Write it like '12.50'.`)
  }

  /** Whether both are the same number: 1.0 is 1.00. */
  equals(other: Decimal): boolean {
    return compareDecimals(this, other) === 0
  }

  /** In scientific notation where plain digits would be long, as in Elixir. */
  toString(): string {
    const sign = this.negative ? '-' : ''
    const digits = String(this.coefficient)
    const adjusted = this.exponent + digits.length - 1
    if (this.exponent > 0 || adjusted < -6) {
      const fraction = digits.length > 1 ? `.${digits.slice(1)}` : ''
      return `${sign}${digits[0] ?? ''}${fraction}E${adjusted < 0 ? '' : '+'}${adjusted}`
    }
    if (this.exponent === 0) return sign + digits
    const padded = digits.padStart(1 - this.exponent, '0')
    return `${sign}${padded.slice(0, this.exponent)}.${padded.slice(this.exponent)}`
  }

  toJSON(): string {
    return this.toString()
  }
}

const FORM = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:e([+-]?)(\d+))?$/i
const MOST_DIGITS = 34
const LARGEST_EXPONENT = 6144

/** The decimal that `text` spells, or `null`. Refuses more than 34 digits before it computes with them. */
export function parseDecimal(text: string): Decimal | null {
  const match = FORM.exec(text)
  if (!match) return null
  const [, sign, whole = '', fraction = match[4] ?? '', , exponentSign, power = '0'] = match
  const digits = withoutLeadingZeros(whole + fraction)
  const exponentDigits = withoutLeadingZeros(power)
  if (digits.length > MOST_DIGITS || exponentDigits.length > 5) return null

  const scale = Number(exponentDigits) * (exponentSign === '-' ? -1 : 1)
  const exponent = scale - fraction.length
  if (Math.abs(exponent) > LARGEST_EXPONENT) return null
  return new Decimal(sign === '-', BigInt(digits), exponent)
}

// A loop: `/^0+(?=\d)/` on ten million zeros would be as good, but this cannot be slow.
function withoutLeadingZeros(digits: string): string {
  let start = 0
  while (start < digits.length - 1 && digits[start] === '0') start++
  return digits.slice(start) || '0'
}

/** Below 0, 0 or above 0, as for `Array.prototype.sort`. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const [signA, signB] = [signOf(a), signOf(b)]
  if (signA !== signB) return signA - signB
  if (signA === 0) return 0

  // The larger power of ten decides first, so that 1E+6144 is never written out.
  const [highA, highB] = [magnitude(a), magnitude(b)]
  if (highA !== highB) return highA < highB ? -signA : signA
  const lowest = Math.min(a.exponent, b.exponent)
  const [x, y] = [a, b].map((n) => n.coefficient * 10n ** BigInt(n.exponent - lowest)) as [
    bigint,
    bigint,
  ]
  return x === y ? 0 : x < y ? -signA : signA
}

const signOf = ({ negative, coefficient }: Decimal) => (coefficient === 0n ? 0 : negative ? -1 : 1)

const magnitude = ({ coefficient, exponent }: Decimal) => exponent + String(coefficient).length
