/** Between a field as the program holds it and a column as a database keeps it. In Ecto: `Ecto.Type.dump/2` and `load/2`. */
import { castValue, Refused } from '#changeset/cast-value.ts'
import { Float } from '#changeset/number.ts'
import type { Field } from '#changeset/schema.ts'
import {
  isArrayType,
  isCustomType,
  isEnumType,
  isMapType,
  type FieldType,
} from '#changeset/types.ts'
import { secret } from '#lib/secret.ts'

/** The value as it is stored. What the schema redacts becomes a `Secret`, which no trace shows. */
export function toColumn(field: Field | undefined, value: unknown): unknown {
  if (value === null || !field) return value
  const stored = dump(field.type, value)
  return field.redact ? secret(stored) : stored
}

function dump(type: FieldType, value: unknown): unknown {
  if (value instanceof Float) return value.valueOf()
  if (isCustomType(type)) return dump(type.type, value)
  if (isEnumType(type)) return Array.isArray(type.enum) ? value : storedMember(type.enum, value)
  if (type === 'map' || isArrayType(type) || isMapType(type)) return JSON.stringify(value)
  // Decimals, dates and times are objects here, and text in the database.
  if (typeof type === 'string' && TEXTS.has(type)) return String(value)
  return value
}

const TEXTS: ReadonlySet<string> = new Set([
  'decimal',
  'date',
  'time',
  'time_usec',
  'naive_datetime',
  'naive_datetime_usec',
  'utc_datetime',
  'utc_datetime_usec',
])

function storedMember(members: object, value: unknown): unknown {
  return Object.entries(members).find(([name]) => name === value)?.[1] ?? value
}

/** The value as the program holds it. What the field's type cannot hold is a mistake in the program. */
export function fromColumn({ name, type }: Field, stored: unknown): unknown {
  if (stored === null || type === 'any' || type === 'binary') return stored
  const value = castValue(type, asTyped(type, stored))
  if (!(value instanceof Refused)) return value
  throw new TypeError(
    `load: the column ${name} holds a ${typeof stored} that its type cannot hold. ` +
      'Change the type in the schema, or the column in a migration.',
  )
}

function isJson(type: FieldType): boolean {
  if (isCustomType(type)) return isJson(type.type)
  return type === 'map' || isArrayType(type) || isMapType(type)
}

// A database may have no booleans, which are 0 and 1 then, and no lists, which are JSON.
function asTyped(type: FieldType, stored: unknown): unknown {
  if (type === 'boolean' && typeof stored === 'number') return stored === 1
  return isJson(type) && typeof stored === 'string' ? JSON.parse(stored) : stored
}
