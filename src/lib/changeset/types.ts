/** The types a field can have, and which of them suit a TypeScript type. */
import type { Result } from '#lib/result.ts'
import type { CalendarDate, DateTime, NaiveDateTime, TimeOfDay } from './calendar.ts'
import type { Decimal } from './decimal.ts'

export type BaseType =
  | 'string'
  | 'integer'
  | 'id'
  | 'float'
  | 'boolean'
  | 'decimal'
  | 'date'
  | 'time'
  | 'time_usec'
  | 'naive_datetime'
  | 'naive_datetime_usec'
  | 'utc_datetime'
  | 'utc_datetime_usec'
  | 'binary'
  | 'map'
  | 'any'

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
  : SpecificTypeFor<NonNullable<Value>> | CustomType<NonNullable<Value>> | 'any'

type SpecificTypeFor<Value> = [Value] extends [boolean]
  ? 'boolean'
  : [Value] extends [number]
    ? 'integer' | 'id' | 'float'
    : [Value] extends [number | bigint]
      ? 'integer' | 'id'
      : [Value] extends [string]
        ? string extends Value
          ? 'string' | EnumType
          : EnumType<Value>
        : [Value] extends [Uint8Array]
          ? 'binary'
          : [Value] extends [Decimal]
            ? 'decimal'
            : [Value] extends [DateTime]
              ? 'utc_datetime' | 'utc_datetime_usec'
              : [Value] extends [NaiveDateTime]
                ? 'naive_datetime' | 'naive_datetime_usec'
                : [Value] extends [CalendarDate]
                  ? 'date'
                  : [Value] extends [TimeOfDay]
                    ? 'time' | 'time_usec'
                    : [Value] extends [readonly (infer Item)[]]
                      ? { readonly array: FieldTypeFor<Item> }
                      : [Value] extends [object]
                        ? 'map' | { readonly map: FieldTypeFor<Value[keyof Value]> }
                        : never

/** What a field of this type holds once cast: the other direction, for `schemaless`. */
export type ValueOf<Type> = Type extends 'string'
  ? string
  : Type extends 'integer' | 'id' | 'float'
    ? number
    : Type extends 'boolean'
      ? boolean
      : Type extends 'decimal'
        ? Decimal
        : Type extends 'date'
          ? CalendarDate
          : Type extends 'time' | 'time_usec'
            ? TimeOfDay
            : Type extends 'naive_datetime' | 'naive_datetime_usec'
              ? NaiveDateTime
              : Type extends 'utc_datetime' | 'utc_datetime_usec'
                ? DateTime
                : Type extends 'binary'
                  ? string | Uint8Array
                  : Type extends 'map'
                    ? Readonly<Record<string, unknown>>
                    : Type extends CustomType<infer Value>
                      ? Value
                      : Type extends { readonly array: infer Item }
                        ? readonly (ValueOf<Item> | null)[]
                        : Type extends { readonly map: infer Item }
                          ? Readonly<Record<string, ValueOf<Item> | null>>
                          : Type extends { readonly enum: readonly (infer Member)[] }
                            ? Member
                            : Type extends { readonly enum: infer Members }
                              ? keyof Members & string
                              : unknown

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
