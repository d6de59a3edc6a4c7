/**
 * What of a row or a changeset nobody is shown: what the schema redacts, and
 * what is secret by its name alone. Browser-safe, as all of this library.
 */
import { REDACTED } from '#lib/redacted.ts'
import { isSecretName } from '#lib/secret-name.ts'
import { WIRE, type RowForm } from '#trace/wire.ts'

interface Fields {
  readonly name: string
  readonly kind: string
  readonly fields: object
}

/** Under this name Node asks a value how it is printed. A browser has no use for it. */
export const INSPECT = Symbol.for('nodejs.util.inspect.custom')

/** Whether the values of a field are to be seen by nobody. A form may have fields that no schema has. */
export function isSecretField({ fields }: Pick<Fields, 'fields'>, name: string): boolean {
  const known = fields as Readonly<Record<string, { readonly redact: boolean }>>
  return isSecretName(name) || (Object.hasOwn(known, name) && known[name]!.redact)
}

/** The values of some fields, with `**redacted**` in the place of each that is secret. */
export function withoutSecrets(
  schema: Pick<Fields, 'fields'>,
  values: object,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(values).map(([field, value]: [string, unknown]) => [
      field,
      isSecretField(schema, field) && value !== null && value !== undefined ? REDACTED : value,
    ]),
  )
}

/** What may cross to whoever looks: what is secret is not in it, not even hidden. */
export function leavingOutSecrets(
  schema: Pick<Fields, 'fields'>,
  values: object,
): { readonly fields: object; readonly hidden: boolean } {
  const all = Object.entries(values)
  const seen = all.filter(([field]) => !isSecretField(schema, field))
  return { fields: Object.fromEntries(seen), hidden: seen.length < all.length }
}

const prototypes = new WeakMap<object, object>()

/**
 * A row that knows its schema, and hides its secrets wherever it is printed:
 * from `console.log`, `JSON.stringify` and a trace. Its properties are read as ever. In Ecto: `redact: true`.
 *
 * A copy made by `{ ...row }` or `structuredClone` is a plain object and hides
 * nothing, as the map that `Map.from_struct/1` makes.
 */
export function asRow<Values extends object>(schema: Fields, values: Values): Readonly<Values> {
  const prototype = prototypeOf(schema)
  if (prototype === Object.prototype) return Object.freeze(values)
  // Its properties are those of `values`.
  return Object.freeze(Object.assign(Object.create(prototype) as Values, values))
}

/** Data of a form that belongs to no schema is a plain object, unless it has a secret to hide. */
function prototypeOf(schema: Fields): object {
  const known = prototypes.get(schema)
  if (known) return known
  const isSecret = Object.keys(schema.fields).some((name) => isSecretField(schema, name))
  const prototype = isSecret || schema.kind !== 'schemaless' ? printing(schema) : Object.prototype
  prototypes.set(schema, prototype)
  return prototype
}

type Inspect = (value: unknown, options: object) => string

function printing(schema: Fields): object {
  const shown = (row: object) => withoutSecrets(schema, row)
  const inspected = function (this: object, _depth: number, options: object, inspect: Inspect) {
    return `${schema.name} ${inspect(shown(this), options)}`
  }
  const json = function (this: object) {
    return shown(this)
  }
  const wired = function (this: object): RowForm {
    return { $: 'row', schema: schema.name, ...leavingOutSecrets(schema, this) }
  }
  // Not enumerable, as the methods of a class: a row has the fields of its schema and no others.
  return Object.create(Object.prototype, {
    [INSPECT]: { value: inspected },
    toJSON: { value: json },
    [WIRE]: { value: wired },
  }) as object
}
