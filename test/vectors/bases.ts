/** What a vector starts from: a schema of changeset-schemas.json, or plain data with types. */
import { readFileSync } from 'node:fs'
import {
  build,
  defineSchema,
  findField,
  loaded,
  schemaless,
  type Association,
  type Base,
  type Schema,
} from '#changeset/schema.ts'
import type { CustomType, FieldType } from '#changeset/types.ts'
import { fail, ok } from '#lib/result.ts'
import { decode, mapObject } from './values.ts'
import { isJsonObject, type Json, type JsonObject, type Vector } from './vector.ts'

/** The vectors name their fields in data; the compiler knows none of them. */
export type AnyRow = Record<string, unknown>

interface SchemaEntry {
  readonly kind: 'schema' | 'embedded_schema' | 'plain-struct'
  readonly source?: string | null
  readonly primary_key?: readonly string[]
  readonly fields?: readonly (JsonObject & { readonly name: string; readonly type: Json })[]
  readonly assocs?: readonly {
    readonly name: string
    readonly kind: string
    readonly related: string
    readonly owner_key: string
    readonly related_key: string
  }[]
  readonly defaults?: JsonObject
}

const entries = JSON.parse(
  readFileSync(new URL('changeset-schemas.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, SchemaEntry>>

const schemas = mapObject(entries, newSchema)

export function baseOf({ schema, state, types = {}, data }: Vector): Base<AnyRow> {
  if (schema === undefined) {
    const known = mapObject(types, decodeType)
    const row = decodeData(data, (name) => known[name])
    return schemaless<Readonly<Record<string, 'any'>>>(known as never, row)
  }
  const entry = entries[schema]
  if (entry?.kind === 'plain-struct') return plainStruct(schema, entry.defaults ?? {}, types, data)
  const known = schemas[schema]
  if (!known) throw new Error(`no schema ${schema}`)
  const row = decodeData(data, (name) => findField(known, name)?.type)
  return state === 'loaded' ? loaded(known, row) : build(known, row)
}

export const decodeData = (data: JsonObject, typeOf: (name: string) => FieldType | undefined) =>
  mapObject(data, (value: Json, name) => decode(value, typeOf(name)))

function plainStruct(name: string, defaults: JsonObject, types: JsonObject, data: JsonObject) {
  const fields = mapObject(types, (type: Json, field) => ({
    type: decodeType(type),
    default: decode(defaults[field] ?? null),
  }))
  const schema = defineSchema<AnyRow>({ name, fields })
  return build(
    schema,
    decodeData({ ...defaults, ...data }, (field) => findField(schema, field)?.type),
  )
}

function newSchema(
  { source, primary_key = [], fields = [], assocs = [] }: SchemaEntry,
  name: string,
): Schema<AnyRow> {
  return defineSchema<AnyRow>({
    name,
    ...(source ? { source } : {}),
    fields: Object.fromEntries(
      fields.map(({ name: field, type, default: initial, ...options }) => [
        field,
        {
          ...options,
          type: decodeType(type),
          default: decode(initial),
          primaryKey: primary_key.includes(field),
        },
      ]),
    ),
    associations: Object.fromEntries(
      assocs.map(({ name: association, kind, related, owner_key, related_key }) => [
        association,
        newAssociation(kind, entries[related]?.source ?? related, owner_key, related_key),
      ]),
    ),
  })
}

function newAssociation(
  kind: string,
  related: string,
  ownerKey: string,
  relatedKey: string,
): Association {
  if (kind === 'belongs_to') return { kind: 'belongsTo', related, ownerKey }
  return { kind: kind === 'has_one' ? 'hasOne' : 'hasMany', related, relatedKey }
}

export function decodeType(type: Json): FieldType {
  if (!isJsonObject(type)) return type as FieldType
  if (type['custom'] !== undefined) return customType(type['custom'] as string)
  if (type['array'] !== undefined) return { array: decodeType(type['array']) }
  if (type['map'] !== undefined) return { map: decodeType(type['map']) }
  return type as unknown as FieldType
}

const reason = 'foobar'
const message = 'custom error message'

const customTypes: Readonly<Record<string, CustomType>> = {
  Error: { name: 'Error', type: 'any', cast: () => fail({ message, reason }) },
  ErrorWithType: {
    name: 'ErrorWithType',
    type: 'any',
    cast: () => fail({ message, reason, type: 'some_type' }),
  },
  ErrorWithoutMessage: { name: 'ErrorWithoutMessage', type: 'any', cast: () => fail({ reason }) },
  Email: {
    name: 'Email',
    type: 'string',
    cast: (value) => (typeof value === 'string' ? ok(value) : fail({})),
    equal: (a, b) => mailbox(a) === mailbox(b),
  },
  StringArray: { name: 'StringArray', type: { array: 'string' }, cast: ok },
}

function mailbox(value: unknown): string {
  const [user = '', domain = ''] = String(value).split('@')
  return `${user.split('+')[0]}@${domain}`
}

function customType(name: string): CustomType {
  const known = customTypes[name]
  if (known) return known
  throw new Error(`no custom type ${name}`)
}
