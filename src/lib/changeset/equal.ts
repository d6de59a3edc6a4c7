/** When two values are the same: by the meaning of a field's type, by value, or strictly. */
import { DateTime, NaiveDateTime, TimeOfDay, sameMoment, sameTime } from './calendar.ts'
import { compareDecimals, Decimal } from './decimal.ts'
import { Float, float, isFloat } from './number.ts'
import { Range } from './range.ts'
import { isArrayType, isCustomType, isMapType, type FieldType } from './types.ts'

type Equality = (a: unknown, b: unknown) => boolean

/**
 * Whether a field of this type would not change from `a` to `b`: 1.0 and 1.00
 * are one decimal, 10:00 and 10:00:00 one time. In Ecto: `Ecto.Type.equal?/3`.
 */
export function equal(type: FieldType, a: unknown, b: unknown): boolean {
  // Most fields hold text and numbers.
  if (a === b) return true
  if (isNothing(a) && isNothing(b)) return true
  const own = ownEquality(type)
  return own ? own(a, b) : looseEqual(a, b)
}

/** Whether a list or range holds `value`. In Ecto: `Ecto.Type.include?/3`. */
export function includes(type: FieldType, value: unknown, list: Iterable<unknown>): boolean {
  const own = ownEquality(type)
  if (own) return some(list, (item) => own(value, item))
  const typed = withFloats(type, value)
  if (list instanceof Range) return list.includes(typed)
  return some(list, (item) => strictEqual(typed, item))
}

function some(list: Iterable<unknown>, test: (item: unknown) => boolean): boolean {
  for (const item of list) if (test(item)) return true
  return false
}

function ownEquality(type: FieldType): Equality | null {
  if (typeof type === 'string') return ownEqualities.get(type) ?? null
  if (isCustomType(type)) return (a, b) => type.equal?.(a, b) ?? looseEqual(a, b)
  if (isArrayType(type)) return within(type.array, equalArrays)
  if (isMapType(type)) return within(type.map, equalMaps)
  return looseEqual
}

function within(
  type: FieldType,
  compare: (same: Equality, a: unknown, b: unknown) => boolean,
): Equality | null {
  const own = ownEquality(type)
  return own && ((a, b) => compare((x, y) => (isNothing(x) && isNothing(y)) || own(x, y), a, b))
}

const sameTimes: Equality = (a, b) =>
  a instanceof TimeOfDay && b instanceof TimeOfDay && sameTime(a, b)
const sameNaive: Equality = (a, b) =>
  a instanceof NaiveDateTime && b instanceof NaiveDateTime && sameMoment(a, b)
const sameInstants: Equality = (a, b) =>
  a instanceof DateTime && b instanceof DateTime && sameMoment(a, b)

const ownEqualities: ReadonlyMap<string, Equality> = new Map<string, Equality>([
  [
    'decimal',
    (a, b) => a instanceof Decimal && b instanceof Decimal && compareDecimals(a, b) === 0,
  ],
  ['time', sameTimes],
  ['time_usec', sameTimes],
  ['naive_datetime', sameNaive],
  ['naive_datetime_usec', sameNaive],
  ['utc_datetime', sameInstants],
  ['utc_datetime_usec', sameInstants],
])

function equalArrays(same: Equality, a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
  return a.every((item, index) => same(item, b[index]))
}

function equalMaps(same: Equality, a: unknown, b: unknown): boolean {
  if (!isRecord(a) || !isRecord(b)) return false
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]))
}

/** By value, at any depth, with 1 equal to 1.0. In Elixir: `==`. */
export const looseEqual: Equality = (a, b) => deepEqual(a, b, false)

/** By value, at any depth, with 1 different from 1.0. In Elixir: `===`. */
export const strictEqual: Equality = (a, b) => deepEqual(a, b, true)

/**
 * Goes down without recursion, and looks at each pair of objects once: a map
 * sent from outside may be nested deeper than the stack, or refer to itself.
 */
function deepEqual(left: unknown, right: unknown, strict: boolean): boolean {
  if (left === right) return true
  if (!isObject(left) && !isObject(right)) {
    return (isNothing(left) && isNothing(right)) || sameNumber(left, right, strict)
  }
  const pending: unknown[] = [left, right]
  const seen = new Map<unknown, Set<unknown>>()
  while (pending.length > 0) {
    const b = pending.pop()
    const a = pending.pop()
    if (a === b || (isNothing(a) && isNothing(b))) continue
    if (!isObject(a) || !isObject(b) || a instanceof Float || b instanceof Float) {
      if (!sameNumber(a, b, strict)) return false
      continue
    }
    const partners = seen.get(a) ?? new Set()
    if (partners.has(b)) continue
    seen.set(a, partners.add(b))
    const parts = sameShape(a, b)
    if (!parts) return false
    for (const part of parts) pending.push(part)
  }
  return true
}

/** The parts of both objects, in pairs, or `null` when the objects already differ. */
function sameShape(a: object, b: object): Iterable<unknown> | null {
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) {
    if (!isRecord(a) || !isRecord(b)) return null
  }
  if (a instanceof RegExp || a instanceof Date) return String(a) === String(b) ? [] : null
  if (a instanceof Set && b instanceof Set) {
    return a.size === b.size && [...a].every((item) => b.has(item)) ? [] : null
  }
  if (typeof a === 'function') return null

  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return null
  const parts: unknown[] = []
  for (const key of keys) {
    if (!Object.hasOwn(b, key)) return null
    parts.push(a[key as never], b[key as never])
  }
  return parts
}

function sameNumber(a: unknown, b: unknown, strict: boolean): boolean {
  const [x, y] = [plainNumber(a), plainNumber(b)]
  if (x === null || y === null || x != y) return false
  return !strict || isFloat(a) === isFloat(b)
}

function plainNumber(value: unknown): number | bigint | null {
  if (value instanceof Float) return value.value
  return typeof value === 'number' || typeof value === 'bigint' ? value : null
}

/** The value with every number that stands where a float belongs marked as one. */
export const withFloats = (type: FieldType, value: unknown): unknown =>
  mapTyped(type, value, (one, item) =>
    one === 'float' && typeof item === 'number' ? float(item) : item,
  )

/** Maps each value of lists and maps that has a type of its own. */
export function mapTyped(
  type: FieldType,
  value: unknown,
  map: (type: FieldType, value: unknown) => unknown,
): unknown {
  if (isArrayType(type) && Array.isArray(value)) {
    return value.map((item) => mapTyped(type.array, item, map))
  }
  if (isMapType(type) && isRecord(value)) {
    const entries = Object.entries(value)
    return Object.fromEntries(entries.map(([key, item]) => [key, mapTyped(type.map, item, map)]))
  }
  return map(type, value)
}

export const isNothing = (value: unknown): value is null | undefined =>
  value === null || value === undefined

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' || typeof value === 'function') && value !== null

/** The value under `key`, `undefined` when there is none, whatever objects inherit. */
export function ownValue<Values extends object, Key extends keyof Values & string>(
  values: Values,
  key: Key,
): Values[Key] | undefined
export function ownValue(values: object, key: string): unknown
export function ownValue(values: object, key: string): unknown {
  return Object.hasOwn(values, key) ? values[key as keyof typeof values] : undefined
}

/** A plain object: what JSON and forms give, and not an instance of some class. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

/** What Elixir's `is_map` is true for: records and instances, not lists, bytes or numbers. */
export function isMap(value: unknown): value is object {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Uint8Array) &&
    !(value instanceof Float)
  )
}
