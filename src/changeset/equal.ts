/** When two values are the same: by the meaning of a field's type, by value, or strictly. */
import { DateTime, NaiveDateTime, TimeOfDay } from './calendar.ts'
import { Decimal } from './decimal.ts'
import { Float, float, isFloat } from './number.ts'
import { Range } from './range.ts'
import { isArrayType, isCustomType, isMapType, type FieldType } from './types.ts'

type Equality = (a: unknown, b: unknown) => boolean

/** The types whose values can be the same without looking the same. */
const CLASSES = new Map<
  FieldType,
  typeof Decimal | typeof TimeOfDay | typeof NaiveDateTime | typeof DateTime
>([
  ['decimal', Decimal],
  ['time', TimeOfDay],
  ['time_usec', TimeOfDay],
  ['naive_datetime', NaiveDateTime],
  ['naive_datetime_usec', NaiveDateTime],
  ['utc_datetime', DateTime],
  ['utc_datetime_usec', DateTime],
])

/**
 * Whether a field of this type would not change from `a` to `b`: 1.0 and 1.00
 * are one decimal, 10:00 and 10:00:00 one time. In Ecto: `Ecto.Type.equal?/3`.
 */
export function equal(type: FieldType, a: unknown, b: unknown): boolean {
  if (isNothing(a) && isNothing(b)) return true
  if (!hasOwnEquality(type)) return looseEqual(a, b)
  if (isArrayType(type)) return equalLists(type.array, a, b)
  if (isMapType(type)) return equalMaps(type.map, a, b)
  if (isCustomType(type)) return type.equal?.(a, b) ?? looseEqual(a, b)
  const known = CLASSES.get(type)
  // Both are of the class that the type names, which the compiler cannot see.
  if (known) return a instanceof known && b instanceof known && a.equals(b as never)
  return looseEqual(a, b)
}

function hasOwnEquality(type: FieldType): boolean {
  if (typeof type === 'string') return CLASSES.has(type)
  if (isArrayType(type)) return hasOwnEquality(type.array)
  return isMapType(type) ? hasOwnEquality(type.map) : true
}

function equalLists(type: FieldType, a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
  return a.every((item, index) => equal(type, item, b[index]))
}

function equalMaps(type: FieldType, a: unknown, b: unknown): boolean {
  if (!isRecord(a) || !isRecord(b)) return false
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every((key) => Object.hasOwn(b, key) && equal(type, a[key], b[key]))
}

/** Whether a list or range holds `value`. In Ecto: `Ecto.Type.include?/3`. */
export function includes(type: FieldType, value: unknown, list: Iterable<unknown>): boolean {
  const own = hasOwnEquality(type)
  const typed = own ? value : withFloats(type, value)
  if (!own && list instanceof Range) return list.includes(typed)
  for (const item of list) {
    if (own ? equal(type, value, item) : strictEqual(typed, item)) return true
  }
  return false
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
  if (a instanceof RegExp && b instanceof RegExp) return String(a) === String(b) ? [] : null
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime() ? [] : null
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
