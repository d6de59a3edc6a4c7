/**
 * A schema says which fields a row has, of which types, and in which table it
 * lives. A changeset starts from one: from `build`, a row that the program is
 * making, or from `loaded`, a row that came from the database.
 */
import { declareOwner, type Owner } from './owner.ts'
import { asRow } from './redact.ts'
import type { FieldType, FieldTypeFor, ValueOf } from './types.ts'

export type FieldOf<Row> = keyof Row & string

/** Values of some fields. `null` is "none". */
export type Values<Row> = { readonly [Field in keyof Row]?: Row[Field] | null }

export interface Field {
  readonly name: string
  readonly type: FieldType
  /** The column, where it is not called as the field is. */
  readonly source: string
  /** What a new row has, and what an empty input becomes. */
  readonly default: unknown
  readonly primaryKey: boolean
  /** Lives in forms only, never in the table: a password before it is hashed. */
  readonly virtual: boolean
  /** Printed as `**redacted**` wherever a changeset is printed. */
  readonly redact: boolean
}

/** How this table hangs together with another; constraints can be named after it. */
export type Association =
  | { readonly kind: 'belongsTo'; readonly related: string; readonly ownerKey: string }
  | { readonly kind: 'hasOne' | 'hasMany'; readonly related: string; readonly relatedKey: string }

export interface Schema<Row extends object> {
  /** What a printed changeset shows: `User` gives `#User<>`. */
  readonly name: string
  readonly kind: 'table' | 'embedded' | 'schemaless'
  /** The table. Names of constraints are made from it. */
  readonly source: string | null
  readonly fields: { readonly [Name in FieldOf<Row>]: Field }
  readonly primaryKey: readonly string[]
  readonly associations: { readonly [name: string]: Association }
  /** Whether the repo fills in `inserted_at` and `updated_at`. In Ecto: `timestamps/1`. */
  readonly timestamps: boolean
  /** A new row: every field with its default. */
  readonly blank: Values<Row>
}

interface FieldOptions<Value> {
  readonly type: FieldTypeFor<Value>
  readonly default?: Value
  readonly source?: string
  readonly primaryKey?: boolean
  readonly virtual?: boolean
  readonly redact?: boolean
}

type FieldDefinition<Value> = FieldTypeFor<Value> | FieldOptions<Value>

type TimestampField = 'inserted_at' | 'updated_at'

type FieldDefinitions<Row> = {
  readonly [Name in Exclude<FieldOf<Row>, TimestampField>]: FieldDefinition<Row[Name]>
} & {
  readonly [Name in Extract<FieldOf<Row>, TimestampField>]?: FieldDefinition<Row[Name]>
}

interface Definition<Row> {
  /** The table. Without one the schema is embedded: it lives inside another row or in a form. */
  readonly source?: string
  readonly name?: string
  readonly fields: FieldDefinitions<Row>
  readonly associations?: { readonly [name: string]: Association }
  /** Adds `inserted_at` and `updated_at` of this type; `integer` is milliseconds since 1970, UTC. */
  readonly timestamps?: 'integer' | 'utc_datetime' | 'utc_datetime_usec' | false
  /** Whose a row is. For a table with one column for a key. */
  readonly owner?: Owner
}

/**
 * Describes the rows of a table. In Ecto: `schema/2`, and `embedded_schema/1` without a `source`.
 *
 * Write the row as an interface first; the compiler then checks that each
 * field has a type which holds the row's values.
 *
 * @example
 * interface User { id: number; email: string; password: string | null }
 *
 * const users = defineSchema<User>({
 *   source: 'users',
 *   name: 'User',
 *   fields: {
 *     id: { type: 'id', primaryKey: true },
 *     email: 'string',
 *     password: { type: 'string', virtual: true, redact: true },
 *   },
 * })
 * users.fields.email.type
 * // => 'string'
 */
export function defineSchema<Row extends object>(definition: Definition<Row>): Schema<Row> {
  const { source = null, associations = {}, timestamps = false } = definition
  const given = definition.fields as Readonly<Record<string, FieldDefinition<unknown>>>
  const fields: Record<string, Field> = {}
  for (const [name, options] of Object.entries(given)) fields[name] = field(name, options)
  if (timestamps) {
    for (const name of ['inserted_at', 'updated_at']) fields[name] ??= field(name, timestamps)
  }
  const all = Object.values(fields)
  const key = all.find(({ primaryKey }) => primaryKey)
  if (definition.owner && source !== null && key) declareOwner(source, key.source, definition.owner)
  return Object.freeze({
    name: definition.name ?? source ?? 'Embedded',
    kind: source === null ? 'embedded' : 'table',
    source,
    // The definition was checked against the row; its loops are not.
    fields: Object.freeze(fields) as Schema<Row>['fields'],
    primaryKey: Object.freeze(all.filter((one) => one.primaryKey).map((one) => one.name)),
    associations: Object.freeze({ ...associations }),
    timestamps: timestamps !== false,
    blank: Object.freeze(
      Object.fromEntries(all.map((one) => [one.name, one.default])),
    ) as Values<Row>,
  })
}

function field(name: string, definition: FieldDefinition<unknown>): Field {
  const options: FieldOptions<unknown> = isFieldOptions(definition)
    ? definition
    : { type: definition }
  return Object.freeze({
    name,
    type: options.type,
    source: options.source ?? name,
    default: options.default ?? null,
    primaryKey: options.primaryKey ?? false,
    virtual: options.virtual ?? false,
    redact: options.redact ?? false,
  })
}

// A custom type has a `type` as well, but it also casts.
const isFieldOptions = (
  definition: FieldDefinition<unknown>,
): definition is FieldOptions<unknown> =>
  typeof definition === 'object' && 'type' in definition && !('cast' in definition)

/** What a changeset starts from: data, and what is known of it. */
export interface Base<Row extends object> {
  readonly schema: Schema<Row>
  readonly data: Values<Row>
  /** `loaded` came from a database; only then does a uniqueness check leave out the row itself. */
  readonly state: 'built' | 'loaded'
}

const blankBases = new WeakMap<object, Base<never>>()

/** A row that the program is making. In Elixir: `%User{}`. Fields that are not given have their defaults. */
export function build<Row extends object>(schema: Schema<Row>, data?: Values<Row>): Base<Row> {
  if (data) return newBase(schema, { ...schema.blank, ...givenValues(data) }, 'built')
  const known = blankBases.get(schema) as Base<Row> | undefined
  if (known) return known
  const base = newBase(schema, schema.blank, 'built')
  blankBases.set(schema, base as Base<never>)
  return base
}

/** A row as it came from the database. */
export function loaded<Row extends object>(schema: Schema<Row>, row: Values<Row>): Base<Row> {
  return newBase(schema, { ...schema.blank, ...givenValues(row) }, 'loaded')
}

/**
 * Data of a form that belongs to no table. In Ecto: `{data, types}`.
 *
 * @example
 * const login = schemaless({ email: 'string', remember_me: 'boolean' })
 * cast(login, { remember_me: 'true' }, ['remember_me']).changes
 * // => { remember_me: true }
 */
export function schemaless<const Types extends Readonly<Record<string, FieldType>>>(
  types: Types,
  data: NoInfer<Values<RowOf<Types>>> = {},
): Base<RowOf<Types>> {
  type Row = RowOf<Types>
  const schema = defineSchema<Row>({ fields: types as unknown as FieldDefinitions<Row> })
  return newBase({ ...schema, name: 'map', kind: 'schemaless' }, givenValues(data), 'built')
}

export type RowOf<Types> = { -readonly [Name in keyof Types]: ValueOf<Types[Name]> | null }

function newBase<Row extends object>(
  schema: Schema<Row>,
  data: Values<Row>,
  state: 'built' | 'loaded',
): Base<Row> {
  return Object.freeze({ schema, data: asRow(schema, data), state })
}

/** `undefined` is "not given". */
function givenValues<Row>(values: Values<Row>): Values<Row> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Values<Row>
}

/** The field, or `undefined` for names the schema does not have, `__proto__` among them. */
export function findField(schema: { readonly fields: object }, name: string): Field | undefined {
  const fields = schema.fields as Readonly<Record<string, Field>>
  return Object.hasOwn(fields, name) ? fields[name] : undefined
}

/** The field; a name that the schema lacks is a mistake in the program. */
export function knownField(
  schema: { readonly name: string; readonly fields: object },
  name: string,
  asker: string,
  advice = 'Its fields are',
): Field {
  const found = findField(schema, name)
  if (found) return found
  const known = Object.keys(schema.fields).join(', ')
  throw new TypeError(
    `${asker}: ${schema.name} has no field ${JSON.stringify(name)}. ${advice} ${known}.`,
  )
}
