/**
 * Between the JSON of the vectors and the values of this library.
 *
 * In a field of type float every number is a float here. An integer that a
 * vector puts into one, past any cast, is written as a bigint.
 */
import { CalendarDate, DateTime, NaiveDateTime, TimeOfDay } from '#changeset/calendar.ts'
import { castDate, castNaiveDateTime, castTime, castUtcDateTime } from '#changeset/cast-calendar.ts'
import { Decimal } from '#changeset/decimal.ts'
import { Float, float, isFloat } from '#changeset/number.ts'
import { Range, range } from '#changeset/range.ts'
import { isArrayType, isCustomType, isMapType, type FieldType } from '#changeset/types.ts'
import { isJsonObject, type Json, type JsonObject } from './vector.ts'

/** A record of some schema, which is no plain map. */
class Struct {
  constructor(fields: object) {
    Object.assign(this, fields)
  }
}

const NAN = 'NaN'

export function decode(json: Json | undefined, type: FieldType = 'any'): unknown {
  if (json === undefined) return undefined
  if (typeof json === 'number') return type === 'float' ? BigInt(json) : json
  if (Array.isArray(json)) {
    const items = typeof type === 'object' && 'array' in type ? type.array : 'any'
    return (json as readonly Json[]).map((item) => decode(item, items))
  }
  if (!isJsonObject(json)) return json
  const [[tag, content] = ['', null]] = Object.entries(json)
  if (tag.startsWith('$')) return decodeTagged(tag, content, type)
  const values = typeof type === 'object' && 'map' in type ? type.map : 'any'
  return mapObject(json, (value) => decode(value, values))
}

function decodeTagged(tag: string, content: Json, type: FieldType): unknown {
  switch (tag) {
    case '$int':
      return BigInt(content as string)
    case '$float':
      return type === 'float' ? Number(content) : float(Number(content))
    case '$decimal':
      return content === NAN ? Number.NaN : Decimal.of(content as string)
    case '$binary':
      return new Uint8Array(Buffer.from(content as string, 'base64'))
    case '$atom':
    case '$str':
      return content
    // A string where Elixir wants an atom: no name of a field or an action. Here a symbol is none.
    case '$string':
      return Symbol(content as string)
    case '$date':
      return castDate(content)
    case '$time':
      return exactly(castTime(content, 6), content as string)
    case '$naive_datetime':
      return exactly(castNaiveDateTime(content, 6), content as string)
    case '$datetime':
      return withOffset(content as string)
    case '$atom_keys':
      return decode(content)
    case '$keyword':
      return decode(content)
    case '$map':
      return Object.fromEntries(
        (content as readonly (readonly [Json, Json])[]).map(([key, value]) => [
          isJsonObject(key) ? Symbol.for(key['$atom'] as string) : (key as string),
          decode(value),
        ]),
      )
    case '$range': {
      const [first, last, step = 1] = content as readonly [number, number, number?]
      return range(first, last, step)
    }
    case '$regex': {
      const { source, flags } = content as { source: string; flags: string } & JsonObject
      return new RegExp(source, flags)
    }
    case '$mapset':
      return new Set((content as readonly Json[]).map((item) => decode(item)))
    case '$struct':
      return new Struct(decode((content as JsonObject)['fields']) as object)
    case '$tuple':
      return (content as readonly Json[]).map((item) => decode(item))
    case '$msg': {
      const { message, opts = {} } = content as JsonObject
      return { message, opts: decodeOpts(opts as JsonObject) }
    }
    default:
      throw new Error(`no value is written as ${tag}`)
  }
}

/** With as many digits of the fraction as the text has. */
function exactly<Value extends TimeOfDay | NaiveDateTime | DateTime | null | undefined>(
  value: Value,
  text: string,
): Value {
  if (!value) throw new Error(`cannot read ${text}`)
  const precision = /\.(\d+)/.exec(text)?.[1]?.length ?? 0
  const time = { ...value, precision }
  if (value instanceof TimeOfDay) return new TimeOfDay(time) as Value
  if (value instanceof NaiveDateTime) return new NaiveDateTime(value, time) as Value
  return new DateTime(value, time, value.offset) as Value
}

function withOffset(text: string): DateTime {
  const [, wall = '', sign, hours, minutes] = /^(.*?)(?:Z|([+-])(\d\d):(\d\d))$/.exec(text) ?? []
  const utc = exactly(castUtcDateTime(`${wall}Z`, 6), text) as DateTime
  const offset = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60 * (sign === '-' ? -1 : 1)
  return new DateTime(utc, utc, offset)
}

export function decodeOpts(opts: JsonObject): Record<string, unknown> {
  return mapObject(opts, (value) => decode(value))
}

/** The value in the form of the vectors, so that two can be compared. */
export function encode(value: unknown, type: FieldType = 'any'): Json {
  if (value === null || value === undefined) return null
  if (typeof value === 'bigint') return integerJson(value)
  if (type === 'float' && typeof value === 'number') return floatJson(value)
  if (isFloat(value)) return floatJson(Number(value))
  if (value instanceof Decimal) return { $decimal: String(value) }
  if (value instanceof CalendarDate) return { $date: String(value) }
  if (value instanceof TimeOfDay) return { $time: String(value) }
  if (value instanceof NaiveDateTime) return { $naive_datetime: String(value) }
  if (value instanceof DateTime) return { $datetime: String(value) }
  if (value instanceof Uint8Array) return { $binary: Buffer.from(value).toString('base64') }
  if (value instanceof RegExp) return { $regex: { source: value.source, flags: value.flags } }
  if (value instanceof Range) return { $range: [value.first, value.last, value.step] }
  if (value instanceof Set) return { $mapset: [...value].map((item) => encode(item)) }
  if (Array.isArray(value)) {
    const items = typeof type === 'object' && isArrayType(type) ? type.array : 'any'
    return value.map((item) => encode(item, items))
  }
  if (typeof value !== 'object') return value as Json
  const values = typeof type === 'object' && isMapType(type) ? type.map : 'any'
  return mapObject(value, (item) => encode(item, values))
}

const floatJson = (value: number): Json => ({ $float: String(new Float(value).value) })

function integerJson(value: bigint): Json {
  const small = Number(value)
  return Number.isSafeInteger(small) ? small : { $int: String(value) }
}

export function encodeType(type: FieldType): Json {
  if (isCustomType(type)) return { custom: type.name }
  if (isArrayType(type)) return { array: encodeType(type.array) }
  if (isMapType(type)) return { map: encodeType(type.map) }
  return type as Json
}

/** What a vector expects, with the distinctions removed that JavaScript does not make. */
export function normalize(json: Json): Json {
  if (Array.isArray(json)) return (json as readonly Json[]).map(normalize)
  if (!isJsonObject(json)) return json
  const [[tag, content] = ['', null]] = Object.entries(json)
  if (tag === '$atom' || tag === '$str') return content
  if (tag === '$atom_keys' || tag === '$keyword') return normalize(content)
  if (tag === '$float') return floatJson(Number(content))
  if (tag === '$range') {
    const [first, last, step = 1] = content as readonly number[]
    return { $range: [first as Json, last as Json, step] }
  }
  return mapObject(json, normalize)
}

export function mapObject<From, To>(
  object: Readonly<Record<string, From>> | object,
  map: (value: From, key: string) => To,
): Record<string, To> {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key, map(value as From, key)]),
  )
}
