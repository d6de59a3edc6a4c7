/** What each type makes of a value from outside. In Ecto: `Ecto.Type.cast/2`. */
import { castDate, castNaiveDateTime, castTime, castUtcDateTime } from './cast-calendar.ts'
import { Decimal, parseDecimal } from './decimal.ts'
import { isMap, isNothing, isRecord } from './equal.ts'
import { floatText, integer, isFloat, isInteger, parseInteger, type Float } from './number.ts'
import { Range } from './range.ts'
import {
  isArrayType,
  isCustomType,
  isMapType,
  memberNames,
  type EnumType,
  type FieldType,
  type Refusal,
} from './types.ts'

/** Stands in place of a value that could not be read. */
export class Refused {
  readonly reasons: Refusal

  constructor(reasons: Refusal) {
    this.reasons = reasons
  }
}

const refused = new Refused({})

/** The value as the field's type holds it, or a `Refused`. */
export function castValue(type: FieldType, value: unknown): unknown {
  if (isNothing(value)) return null
  if (type === 'string') return typeof value === 'string' ? value : castText(value)
  if (typeof type === 'string') return casts[type](value)
  if (isCustomType(type)) return castCustom(type.cast(value))
  if (isArrayType(type)) return castArray(type.array, value)
  if (isMapType(type)) return castMap(type.map, value)
  return castEnum(type, value)
}

const casts = {
  string: castText,
  binary: castText,
  integer: castInteger,
  id: castInteger,
  float: castFloat,
  boolean: castBoolean,
  decimal: castDecimal,
  map: (value: unknown) => (isMap(value) ? value : refused),
  any: (value: unknown) => value,
  date: (value: unknown) => orRefused(castDate(value)),
  time: (value: unknown) => orRefused(castTime(value, 0)),
  time_usec: (value: unknown) => orRefused(castTime(value, 6)),
  naive_datetime: (value: unknown) => orRefused(castNaiveDateTime(value, 0)),
  naive_datetime_usec: (value: unknown) => orRefused(castNaiveDateTime(value, 6)),
  utc_datetime: (value: unknown) => orRefused(castUtcDateTime(value, 0)),
  utc_datetime_usec: (value: unknown) => orRefused(castUtcDateTime(value, 6)),
}

const orRefused = (value: unknown) => (value === undefined ? refused : value)

function castText(value: unknown): unknown {
  return typeof value === 'string' || value instanceof Uint8Array ? value : refused
}

function castInteger(value: unknown): unknown {
  if (typeof value === 'string') return parseInteger(value) ?? refused
  if (typeof value === 'bigint') return integer(value)
  return Number.isSafeInteger(value) ? Number(value) + 0 : refused
}

const FLOAT = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i

function castFloat(value: unknown): unknown {
  if (typeof value === 'string' && !FLOAT.test(value)) return refused
  if (typeof value !== 'string' && !isInteger(value) && !isFloat(value)) return refused
  const number = Number(value)
  return Number.isFinite(number) ? number : refused
}

function castBoolean(value: unknown): unknown {
  if (value === true || value === 'true' || value === '1') return true
  if (value === false || value === 'false' || value === '0') return false
  return refused
}

function castDecimal(value: unknown): unknown {
  if (value instanceof Decimal) return value
  if (typeof value === 'string') return parseDecimal(value) ?? refused
  if (isInteger(value) || isFloat(value)) return decimalOf(value)
  if (typeof value !== 'number') return refused
  // Neither JSON nor a form can send these: the program computed wrongly.
  throw new TypeError(`cast: ${value} is no decimal. Look at where it was computed.`)
}

/** By its shortest digits, so that 0.1 is 0.1. */
export function decimalOf(value: number | bigint | Float): Decimal {
  if (isInteger(value)) {
    const whole = BigInt(value)
    return new Decimal(whole < 0n, whole < 0n ? -whole : whole, 0)
  }
  const text = floatText(Number(value))
  const decimal = parseDecimal(text)
  return decimal === null ? Decimal.of(text) : dropFraction(decimal, text)
}

// 1.0e20 is the decimal 1E+20, but 1.0 is the decimal 1.0.
function dropFraction(decimal: Decimal, text: string): Decimal {
  if (!text.includes('.0e')) return decimal
  return new Decimal(decimal.negative, decimal.coefficient / 10n, decimal.exponent + 1)
}

function castCustom(result: ReturnType<Extract<FieldType, { cast: unknown }>['cast']>): unknown {
  return result.ok ? result.value : new Refused(result.error)
}

function castEnum(type: EnumType, value: unknown): unknown {
  const names = memberNames(type)
  const stored = Array.isArray(type.enum) ? {} : (type.enum as Readonly<Record<string, unknown>>)
  const byValue = names.find((name) => Object.hasOwn(stored, name) && stored[name] === value)
  if (byValue !== undefined) return byValue
  if (typeof value === 'string' && names.includes(value)) return value
  return new Refused({ validation: 'inclusion', enum: names.toSorted(byBytes) })
}

function castArray(type: FieldType, value: unknown): unknown {
  const items =
    value instanceof Set || value instanceof Range
      ? [...value]
      : Array.isArray(value)
        ? value
        : null
  if (!items) return refused
  const cast: unknown[] = []
  for (const [index, item] of items.entries()) {
    const result = castValue(type, item)
    if (result instanceof Refused) return located(result, index)
    cast.push(result)
  }
  return Object.freeze(cast)
}

function castMap(type: FieldType, value: unknown): unknown {
  if (!isRecord(value)) return refused
  const cast: [string, unknown][] = []
  for (const key of Object.keys(value).sort(byBytes)) {
    const result = castValue(type, value[key])
    if (result instanceof Refused) return located(result, key)
    cast.push([key, result])
  }
  return Object.freeze(Object.fromEntries(cast))
}

/** Adds where in a list or map the value stood that its type refused with a reason. */
function located(refusal: Refused, place: number | string): Refused {
  if (refusal === refused) return refused
  const source = refusal.reasons['source']
  const path = Array.isArray(source) ? [place, ...(source as unknown[])] : [place]
  return new Refused({ ...refusal.reasons, source: Object.freeze(path) })
}

/** The order of UTF-8 bytes, which is that of code points. */
export function byBytes(a: string, b: string): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const difference = rank(a.charCodeAt(index)) - rank(b.charCodeAt(index))
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

// JavaScript's units of surrogate pairs lie below U+E000, what they stand for above U+FFFF.
const rank = (unit: number) => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800)
