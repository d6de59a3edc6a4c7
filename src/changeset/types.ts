/** The types a field can have, and which of them suit a TypeScript type. */
import type { Result } from '#lib/result.ts'
import type { CalendarDate, DateTime, NaiveDateTime, TimeOfDay } from './calendar.ts'
import type { Decimal } from './decimal.ts'

/** What a field of each plain type holds. */
interface BaseValues {
  string: string
  integer: number
  id: number
  float: number
  boolean: boolean
  decimal: Decimal
  date: CalendarDate
  time: TimeOfDay
  time_usec: TimeOfDay
  naive_datetime: NaiveDateTime
  naive_datetime_usec: NaiveDateTime
  utc_datetime: DateTime
  utc_datetime_usec: DateTime
  binary: string | Uint8Array
  map: Readonly<Record<string, unknown>>
  any: unknown
}

export type BaseType = keyof BaseValues

/** Members stored under their own names, or as the values given. In Ecto: `Ecto.Enum`. */
export interface EnumType<Member extends string = string> {
  readonly enum: readonly Member[] | Readonly<Record<Member, string | number>>
}

export interface ArrayType {
  readonly array: FieldType
}

export interface MapType {
  readonly map: FieldType
}

/** Why a custom type refused: `message` is what the person reads, the rest goes into the error's opts. */
export type Refusal = Readonly<Record<string, unknown>> & { readonly message?: string }

/** A type of your own. In Ecto: the behaviour `Ecto.Type`. `null` never reaches it. */
export interface CustomType<Value = unknown> {
  readonly name: string
  /** How the value is stored. */
  readonly type: Exclude<FieldType, CustomType>
  cast(value: unknown): Result<Value, Refusal>
  /** Whether two values mean the same, so that one is no change over the other. */
  equal?(a: unknown, b: unknown): boolean
}

export type FieldType = BaseType | EnumType | ArrayType | MapType | CustomType

/** The field types that hold a `Value`, so that a schema and its row cannot disagree. */
export type FieldTypeFor<Value> = unknown extends Value
  ? FieldType
  : TypeForPresent<NonNullable<Value>>

type TypeForPresent<Value> =
  | 'any'
  | CustomType<Value>
  | ExactBaseType<Value>
  | ([Value] extends [string] ? EnumType<Value> : never)
  | ([Value] extends [number | bigint] ? 'integer' | 'id' : never)
  | ([Value] extends [Uint8Array] ? 'binary' : never)
  | ([Value] extends [readonly (infer Item)[]] ? { readonly array: FieldTypeFor<Item> } : never)
  | ([Value] extends [NoMap] ? never : TypeForMap<Value>)

// A date has the fields of a day: only a type that is assignable both ways is the same.
type ExactBaseType<Value> = {
  [Type in BaseType]: [Value, BaseValues[Type]] extends [BaseValues[Type], Value] ? Type : never
}[BaseType]

type NoMap =
  | string
  | number
  | bigint
  | boolean
  | Uint8Array
  | readonly unknown[]
  | Decimal
  | CalendarDate
  | TimeOfDay

type TypeForMap<Value> = 'map' | { readonly map: FieldTypeFor<Value[keyof Value]> }

/** What a field of this type holds once cast: the other direction, for `schemaless`. */
export type ValueOf<Type> = [FieldType] extends [Type] ? unknown : ValueOfOne<Type>

type ValueOfOne<Type> = Type extends BaseType
  ? BaseValues[Type]
  : Type extends CustomType<infer Value>
    ? Value
    : Type extends ArrayType
      ? readonly (ValueOf<Type['array']> | null)[]
      : Type extends MapType
        ? Readonly<Record<string, ValueOf<Type['map']> | null>>
        : Type extends EnumType
          ? MemberOf<Type['enum']>
          : unknown

type MemberOf<Members> = Members extends readonly (infer Member)[] ? Member : keyof Members & string

export const isArrayType = (type: FieldType): type is ArrayType =>
  typeof type === 'object' && 'array' in type

export const isMapType = (type: FieldType): type is MapType =>
  typeof type === 'object' && 'map' in type

export const isEnumType = (type: FieldType): type is EnumType =>
  typeof type === 'object' && 'enum' in type

export const isCustomType = (type: FieldType): type is CustomType =>
  typeof type === 'object' && 'cast' in type

/** The type as Elixir prints it, for messages. */
export function typeText(type: FieldType): string {
  if (typeof type === 'string') return `:${type}`
  if (isArrayType(type)) return `{:array, ${typeText(type.array)}}`
  if (isMapType(type)) return `{:map, ${typeText(type.map)}}`
  if (isCustomType(type)) return type.name
  return `#Ecto.Enum<values: [${memberNames(type)
    .map((name) => `:${name}`)
    .join(', ')}]>`
}

export function memberNames({ enum: members }: EnumType): readonly string[] {
  return isList(members) ? members : Object.keys(members)
}

function isList<Item>(value: readonly Item[] | object): value is readonly Item[] {
  return Array.isArray(value)
}
