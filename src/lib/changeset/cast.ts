import { step } from '#lib/step.ts'
import { castValue, Refused } from './cast-value.ts'
import {
  newError,
  ownValue,
  toChangeset,
  type Changeset,
  type ErrorOpts,
  type FieldError,
} from './changeset.ts'
import { CastError } from './errors.ts'
import { equal, isRecord, strictEqual } from './equal.ts'
import { findField, type Base, type Field, type FieldOf, type Values } from './schema.ts'
import { tagOf } from './tag.ts'
import { isArrayType, type FieldType } from './types.ts'

/** What came from outside: the fields of a form, or the body of a JSON request. */
export type Params = Readonly<Record<string, unknown>>

/** In place of params that could not even be read. In Ecto: `:invalid`. */
export const invalidParams: unique symbol = Symbol('invalid params')

export interface CastOptions {
  /** Which values mean "nothing", compared after leading white space is dropped. `['']` unless said. */
  readonly emptyValues?: readonly unknown[] | null
  /** What a value is compared with those as; by default text without its leading white space. */
  readonly trimValues?: (type: FieldType, value: unknown) => unknown
  /** Keeps values that equal what the row already holds. */
  readonly forceChanges?: boolean
  /** The message for a value that cannot be read; `null` keeps the usual one. */
  readonly message?: (field: string, opts: ErrorOpts) => string | null
}

/**
 * Starts a changeset from what a person sent. In Ecto: `cast/4`.
 *
 * Only `permitted` fields are read, so that a form cannot set `is_admin` by
 * adding an input. Each value is read as the field's type; one that cannot be
 * read is an error. Text that is empty but for white space becomes the field's
 * default; other text is kept as typed. A value that the row already holds is
 * no change.
 *
 * @throws CastError when `params` is no plain object.
 * @throws TypeError when a permitted field is not in the schema.
 *
 * @example
 * const params = { email: 'ana@example.com', is_admin: 'true' }
 * cast(build(users), params, ['email']).changes
 * // => { email: 'ana@example.com' }
 */
export function cast<Row extends object>(
  base: Base<Row>,
  params: Params | typeof invalidParams,
  permitted: readonly FieldOf<Row>[],
  options: CastOptions = {},
): Changeset<Row> {
  const fresh = !('changes' in base)
  const info = { tag: tagOf(permitted, 'cast'), fields: permitted, options: { ...options } }
  const apply = (changeset: Changeset<Row>) =>
    params === invalidParams
      ? Object.freeze({ ...changeset, valid: false })
      : castParams(changeset, params, permitted, options, fresh)
  return step('cast', info, apply)(toChangeset(base))
}

function castParams<Row extends object>(
  changeset: Changeset<Row>,
  params: Params,
  permitted: readonly FieldOf<Row>[],
  options: CastOptions,
  fresh: boolean,
): Changeset<Row> {
  const isEmpty = emptiness(options, changeset.emptyValues)
  const message = messageOption(options)
  const given = ownParams(params)
  const changes: Record<string, unknown> = { ...changeset.changes }
  const errors: FieldError[] = []

  for (const name of permitted) {
    const field = permittedField(changeset, name)
    if (!Object.hasOwn(given, name) || given[name] === undefined) continue
    const value = castField(field, given[name], changeset, isEmpty)
    if (value instanceof Refused) {
      errors.push(castError(field, value, message))
      continue
    }
    const current = ownValue(changes as Values<Row>, name)
    const before = current === undefined ? ownValue(changeset.data, name) : current
    if (options.forceChanges || !equal(field.type, before, value)) changes[name] = value
  }

  return Object.freeze({
    ...changeset,
    params: Object.freeze(changeset.params ? { ...changeset.params, ...given } : given),
    changes: Object.freeze(changes) as Values<Row>,
    errors: fresh ? Object.freeze(errors) : uniqueErrors(changeset.errors, errors),
    valid: changeset.valid && errors.length === 0,
    required: fresh ? changeset.required : unique(changeset.required),
    emptyValues: fresh && options.emptyValues ? options.emptyValues : changeset.emptyValues,
  })
}

type IsEmpty = (type: FieldType, value: unknown) => boolean

function castField<Row extends object>(
  field: Field,
  given: unknown,
  { schema }: Changeset<Row>,
  isEmpty: IsEmpty,
): unknown {
  const value = withoutEmptyItems(field.type, given, isEmpty)
  const empty = isEmpty(field.type, value)
  const filled = empty ? (schema.kind === 'schemaless' ? null : field.default) : value
  return castValue(field.type, filled)
}

/** Lists lose their empty items before they are looked at themselves. */
function withoutEmptyItems(type: FieldType, value: unknown, isEmpty: IsEmpty): unknown {
  if (!isArrayType(type) || !Array.isArray(value)) return value
  return value
    .map((item) => withoutEmptyItems(type.array, item, isEmpty))
    .filter((item) => !isEmpty(type.array, item))
}

function emptiness(options: CastOptions, known: readonly unknown[]): IsEmpty {
  const empty = options.emptyValues ? options.emptyValues : known
  if (empty.some((value) => typeof value === 'function')) {
    throw new TypeError(
      'cast: expected values in emptyValues, got a function. Pass it as trimValues instead.',
    )
  }
  const trim = options.trimValues ?? trimText
  return (type, value) => {
    const trimmed = trim(type, value)
    return empty.some((one) => strictEqual(one, trimmed))
  }
}

// Unicode's White_Space. JavaScript's own trim differs: it takes U+FEFF, and leaves U+0085.
const LEADING_SPACE = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/

/** Text without its leading white space, unless the field holds bytes. In Ecto: `Ecto.Type.trim/2`. */
export function trimText(type: FieldType, value: unknown): unknown {
  return typeof value === 'string' && type !== 'binary' ? value.replace(LEADING_SPACE, '') : value
}

type MessageOption = NonNullable<CastOptions['message']>

function messageOption({ message }: CastOptions): MessageOption | null {
  if (message === undefined) return null
  if (typeof message === 'function' && message.length === 2) return message
  throw new TypeError(
    `cast: expected the message option to be a function (field, opts) => text or null, got ${
      typeof message === 'function'
        ? `one of ${(message as MessageOption).length} parameters`
        : typeof message
    }.`,
  )
}

/**
 * A copy that holds each param once: a getter cannot answer differently the
 * second time, and changing the object later does not change the changeset.
 */
function ownParams(params: Params): Params {
  if (!isRecord(params)) {
    throw new CastError(
      `cast: expected params as a plain object, got ${describe(params)}. ` +
        'Turn a form into one with Object.fromEntries.',
    )
  }
  const symbols = Object.getOwnPropertySymbols(params)
  if (symbols.length > 0) {
    throw new CastError(
      `cast: expected params with text for keys, got ${String(symbols[0])} among them. Remove it.`,
    )
  }
  return { ...params }
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (Array.isArray(value)) return 'a list'
  if (typeof value !== 'object') return `a ${typeof value}`
  return `an instance of ${value.constructor?.name ?? 'a class'}`
}

function permittedField<Row extends object>({ schema }: Changeset<Row>, name: string): Field {
  const field = findField(schema, name)
  if (field) return field
  if (Object.hasOwn(schema.associations, name)) {
    throw new TypeError(
      `cast: ${name} of ${schema.name} is an association. Cast its fields on their own.`,
    )
  }
  throw new TypeError(
    `cast: ${schema.name} has no field ${JSON.stringify(name)}. ` +
      'Add it to the schema, or remove it from the permitted list. ' +
      `The known fields are ${Object.keys(schema.fields).join(', ')}.`,
  )
}

function castError(field: Field, { reasons }: Refused, message: MessageOption | null): FieldError {
  const { type: _, message: ownMessage = 'is invalid', ...rest } = reasons
  const opts: ErrorOpts = {
    type: field.type,
    ...(Object.hasOwn(rest, 'validation') ? {} : { validation: 'cast' }),
    ...rest,
  }
  return newError(field.name, message?.(field.name, opts) ?? ownMessage, opts)
}

/** Older errors first, each once. */
export function uniqueErrors(
  older: readonly FieldError[],
  newer: readonly FieldError[],
): readonly FieldError[] {
  const all = newer.length === 0 ? older : [...older, ...newer]
  const kept: FieldError[] = []
  for (const error of all) if (!kept.some((one) => sameError(one, error))) kept.push(error)
  return kept.length === older.length ? older : Object.freeze(kept)
}

// Options are a keyword list in Ecto: their order counts.
function sameError(a: FieldError, b: FieldError): boolean {
  if (a.field !== b.field || a.message !== b.message) return false
  return strictEqual(Object.entries(a.opts), Object.entries(b.opts))
}

export function unique(values: readonly string[]): readonly string[] {
  const kept = new Set(values)
  return kept.size === values.length ? values : Object.freeze([...kept])
}
