import { step } from '#trace/step.ts'
import { isWatched } from '#trace/watch.ts'
import { castValue, Refused } from './cast-value.ts'
import {
  draftOf,
  EMPTY_VALUES,
  isChangeset,
  newError,
  toChangeset,
  type Changeset,
  type Draft,
  type ErrorOpts,
  type FieldError,
} from './changeset.ts'
import { ruleInfo } from './changeset-step.ts'
import { CastError } from './errors.ts'
import { equal, isRecord, ownValue, strictEqual } from './equal.ts'
import {
  findField,
  knownField,
  type Base,
  type Field,
  type FieldOf,
  type Schema,
  type Values,
} from './schema.ts'
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
  // A step is worth making only for somebody to see: this is the hottest line of a form.
  if (!isWatched()) return castInto(base, params, permitted, options)
  const apply = (start: Changeset<Row>) =>
    castInto(isChangeset(base) ? start : base, params, permitted, options)
  return step('cast', ruleInfo('cast', permitted, { ...options }), apply)(toChangeset(base))
}

function castInto<Row extends object>(
  base: Base<Row>,
  params: Params | typeof invalidParams,
  permitted: readonly FieldOf<Row>[],
  options: CastOptions,
): Changeset<Row> {
  const draft = draftOf(base)
  const errors = params === invalidParams ? [] : castParams(draft, params, permitted, options)
  if (isChangeset(base)) {
    draft.errors = uniqueErrors(base.errors, errors)
    draft.required = unique(base.required)
  } else {
    if (errors.length > 0) draft.errors = Object.freeze(errors)
    if (options.emptyValues && params !== invalidParams) {
      draft.emptyValues = Object.freeze([...options.emptyValues])
    }
  }
  draft.valid &&= errors.length === 0 && params !== invalidParams
  return Object.freeze(draft)
}

/** Puts params and changes into the draft, and gives the errors. */
function castParams<Row extends object>(
  draft: Draft<Row>,
  params: Params,
  permitted: readonly FieldOf<Row>[],
  options: CastOptions,
): FieldError[] {
  const isEmpty = emptiness(options, draft.emptyValues)
  const message = messageOption(options)
  const given = ownParams(params)
  const changes: Record<string, unknown> = { ...draft.changes }
  const errors: FieldError[] = []

  for (const name of permitted) {
    const field = permittedField(draft.schema, name)
    const sent = ownValue(given, name)
    if (sent === undefined) continue
    const value = castField(field, sent, draft.schema, isEmpty)
    if (value instanceof Refused) {
      errors.push(castError(field, value, message))
      continue
    }
    const current = Object.hasOwn(changes, name) ? changes[name] : ownValue(draft.data, name)
    if (options.forceChanges || !equal(field.type, current, value)) changes[name] = value
  }

  draft.params = Object.freeze(draft.params ? { ...draft.params, ...given } : given)
  draft.changes = Object.freeze(changes) as Values<Row>
  return errors
}

type IsEmpty = (type: FieldType, value: unknown) => boolean

function castField<Row extends object>(
  field: Field,
  sent: unknown,
  { kind }: Schema<Row>,
  isEmpty: IsEmpty,
): unknown {
  const value = withoutEmptyItems(field.type, sent, isEmpty)
  if (!isEmpty(field.type, value)) return castValue(field.type, value)
  return castValue(field.type, kind === 'schemaless' ? null : field.default)
}

/** Lists lose their empty items before they are looked at themselves. */
function withoutEmptyItems(type: FieldType, value: unknown, isEmpty: IsEmpty): unknown {
  if (!isArrayType(type) || !Array.isArray(value)) return value
  return value
    .map((item) => withoutEmptyItems(type.array, item, isEmpty))
    .filter((item) => !isEmpty(type.array, item))
}

function emptiness({ emptyValues, trimValues }: CastOptions, known: readonly unknown[]): IsEmpty {
  const empty = emptyValues ? emptyValues : known
  if (empty === EMPTY_VALUES && !trimValues) return isBlank
  if (empty.some((value) => typeof value === 'function')) {
    throw new TypeError(
      'cast: expected values in emptyValues, got a function. Pass it as trimValues instead.',
    )
  }
  const trim = trimValues ?? trimText
  return (type, value) => {
    const trimmed = trim(type, value)
    return empty.some((one) => strictEqual(one, trimmed))
  }
}

// Unicode's White_Space. JavaScript's own trim differs: it takes U+FEFF, and leaves U+0085.
const LEADING_SPACE = /^[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/

/** Text without its leading white space, unless the field holds bytes. In Ecto: `Ecto.Type.trim/2`. */
function trimText(type: FieldType, value: unknown): unknown {
  return typeof value === 'string' && type !== 'binary' ? value.replace(LEADING_SPACE, '') : value
}

function isBlank(type: FieldType, value: unknown): boolean {
  if (typeof value !== 'string') return false
  const first = value.charCodeAt(0)
  return (first > 0x20 && first < 0x80 ? value : trimText(type, value)) === ''
}

type MessageOption = NonNullable<CastOptions['message']>

function messageOption({ message }: CastOptions): MessageOption | null {
  if (message === undefined) return null
  if (typeof message === 'function' && message.length === 2) return message
  throw new TypeError(
    'cast: expected the message option to be a function of two, (field, opts) => text or null.',
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
  if (Object.getOwnPropertySymbols(params).length > 0) {
    throw new CastError(
      'cast: expected params with text for keys, got symbols among them. Use text for every key.',
    )
  }
  return { ...params }
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an instance of a class' : `a ${typeof value}`
}

function permittedField<Row extends object>(schema: Schema<Row>, name: string): Field {
  const field = findField(schema, name)
  if (field) return field
  if (Object.hasOwn(schema.associations, name)) {
    throw new TypeError(`cast: ${name} is an association. Cast its fields on their own.`)
  }
  return knownField(schema, name, 'cast', ADVICE)
}

const ADVICE = 'Add it to the schema, or remove it from the permitted list. The known fields are'

function castError(field: Field, { reasons }: Refused, message: MessageOption | null): FieldError {
  const { message: ownMessage = 'is invalid', ...rest } = reasons
  const opts: Record<string, unknown> = { type: field.type }
  if (!Object.hasOwn(rest, 'validation')) opts['validation'] = 'cast'
  Object.assign(opts, rest, { type: field.type })
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
