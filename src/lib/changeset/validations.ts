/**
 * Rules that need nothing but the changeset. Each returns a step for `pipe`.
 * Rules about one field look at its change only: what the row already holds
 * was checked when it was written.
 */
import { step, type Step } from '#lib/step.ts'
import { castValue } from './cast-value.ts'
import {
  newError,
  ownValue,
  withErrors,
  withPatch,
  type Changeset,
  type FieldError,
  type Validation,
} from './changeset.ts'
import { includes, isNothing, strictEqual } from './equal.ts'
import { isFieldMissing } from './fields.ts'
import { ruleError, type MessageOptions } from './message.ts'
import type { Float } from './number.ts'
import { typeOf, type FieldOf, type Values } from './schema.ts'
import { tagOf } from './tag.ts'
import { isArrayType, isCustomType, typeText, type FieldType } from './types.ts'

/** What a rule is made of: its name in the source, its kind, its field and what it was told. */
interface Rule {
  readonly name: string
  readonly kind: string
  readonly field: string
  readonly arg: unknown
  readonly options: Readonly<Record<string, unknown>>
}

/** A step that records the rule, and runs `check` if the field changed to something. */
export function rule<Row extends object>(
  { name, kind, field, arg, options }: Rule,
  check: (value: NonNullable<unknown>, type: FieldType) => readonly FieldError[],
): Step<Changeset<Row>> {
  const validation: Validation = Object.freeze({ field, kind, arg })
  return step(name, { tag: tagOf([field], kind), fields: [field], options }, (changeset) => {
    const type = typeOf(changeset.schema, field, name)
    const validations = Object.freeze([validation, ...changeset.validations])
    const value: unknown = ownValue(changeset.changes, field as FieldOf<Row>)
    const errors = isNothing(value) ? [] : check(value, type)
    if (errors.length === 0) return withPatch(changeset, { validations })
    return withErrors(changeset, errors, { validations })
  })
}

/**
 * Requires each field to have a value, changed or already in the row. In Ecto: `validate_required/3`.
 *
 * A field that already has an error gets no second one. White space that the
 * program itself put there counts as a value; `cast` has turned white space
 * from outside into nothing.
 *
 * @example
 * pipe(cast(build(users), {}, ['email']), validateRequired(['email'])).errors
 * // => [{ field: 'email', message: "can't be blank", opts: { validation: 'required' } }]
 */
export function validateRequired<Row extends object>(
  fields: FieldOf<Row> | readonly FieldOf<Row>[],
  options: MessageOptions = {},
): Step<Changeset<Row>> {
  const names: readonly FieldOf<Row>[] =
    typeof fields === 'string' ? [fields] : Object.freeze([...fields])
  const info = { tag: tagOf(names, 'required'), fields: names, options: { ...options } }
  return step('validateRequired', info, (changeset) => {
    const required =
      changeset.required.length === 0 ? names : Object.freeze([...names, ...changeset.required])
    const missing = names.filter(
      (name) =>
        isFieldMissing(changeset, name, 'validateRequired') &&
        !changeset.errors.some((error) => error.field === name),
    )
    if (missing.length === 0) return withPatch(changeset, { required })

    const kept = Object.entries(changeset.changes).filter(
      ([name]) => !missing.includes(name as FieldOf<Row>),
    )
    return withErrors(
      changeset,
      missing.map((name) => ruleError(name, options, "can't be blank", { validation: 'required' })),
      { required, changes: Object.freeze(Object.fromEntries(kept)) as Values<Row> },
    )
  })
}

/**
 * Requires a changed text to match. In Ecto: `validate_format/4`.
 *
 * The pattern is looked for anywhere in the text: say `^` and `$` when you mean all of it.
 *
 * @example
 * const changeset = cast(build(users), { email: 'ana' }, ['email'])
 * pipe(changeset, validateFormat('email', /@/, { message: 'must have an @' })).errors[0]?.message
 * // => 'must have an @'
 */
export function validateFormat<Row extends object>(
  field: FieldOf<Row>,
  pattern: RegExp,
  options: MessageOptions = {},
): Step<Changeset<Row>> {
  // A global or sticky pattern remembers where it stopped, and would fail every second time.
  const search =
    pattern.global || pattern.sticky
      ? new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''))
      : pattern
  return rule(
    {
      name: 'validateFormat',
      kind: 'format',
      field,
      arg: pattern,
      options: { pattern, ...options },
    },
    (value) => {
      const text = value instanceof Uint8Array ? new TextDecoder().decode(value) : value
      if (typeof text !== 'string') {
        throw new TypeError(
          `validateFormat: expected the change of ${field} to be text, got a ${typeof value}. ` +
            'Use validateFormat for fields of type string.',
        )
      }
      if (search.test(text)) return []
      return [ruleError(field, options, 'has invalid format', { validation: 'format' })]
    },
  )
}

/** Requires a change to be one of `values`, a list or a `range`. In Ecto: `validate_inclusion/4`. */
export function validateInclusion<Row extends object, Field extends FieldOf<Row>>(
  field: Field,
  values: Members<Row[Field]>,
  options: MessageOptions = {},
): Step<Changeset<Row>> {
  return memberRule('validateInclusion', 'inclusion', field, values, options, 'is invalid', true)
}

/** Requires a change to be none of `values`. In Ecto: `validate_exclusion/4`. */
export function validateExclusion<Row extends object, Field extends FieldOf<Row>>(
  field: Field,
  values: Members<Row[Field]>,
  options: MessageOptions = {},
): Step<Changeset<Row>> {
  return memberRule('validateExclusion', 'exclusion', field, values, options, 'is reserved', false)
}

type Members<Value> = Iterable<
  NonNullable<Value> | null | (Value extends number ? Float | bigint : never)
>

function memberRule<Row extends object>(
  name: string,
  kind: 'inclusion' | 'exclusion',
  field: FieldOf<Row>,
  values: Iterable<unknown>,
  options: MessageOptions,
  usual: string,
  wanted: boolean,
): Step<Changeset<Row>> {
  const list = frozenList(values, name, field)
  return rule(
    { name, kind, field, arg: list, options: { values: list, ...options } },
    (value, type) =>
      includes(type, value, list) === wanted
        ? []
        : [ruleError(field, options, usual, { validation: kind, enum: list })],
  )
}

/** Requires every item of a changed list to be one of `values`. In Ecto: `validate_subset/4`. */
export function validateSubset<Row extends object, Field extends FieldOf<Row>>(
  field: Field,
  values: Members<Row[Field] extends readonly (infer Item)[] | null ? Item : unknown>,
  options: MessageOptions = {},
): Step<Changeset<Row>> {
  const list = frozenList(values, 'validateSubset', field)
  return rule(
    {
      name: 'validateSubset',
      kind: 'subset',
      field,
      arg: list,
      options: { values: list, ...options },
    },
    (value, type) => {
      const items = itemType(type)
      if (!items || !Array.isArray(value)) {
        throw new TypeError(
          `validateSubset: expected ${field} to be a list, but its type is ${typeText(type)}. ` +
            'Use validateInclusion for a single value.',
        )
      }
      if (value.every((item) => includes(items, item, list))) return []
      const opts = { validation: 'subset', enum: list }
      return [ruleError(field, options, 'has an invalid entry', opts)]
    },
  )
}

function itemType(type: FieldType): FieldType | null {
  if (isArrayType(type)) return type.array
  return isCustomType(type) ? itemType(type.type) : null
}

function frozenList(values: Iterable<unknown>, name: string, field: string): Iterable<unknown> {
  if (Array.isArray(values)) return Object.freeze([...(values as unknown[])])
  if (typeof values === 'object' && values !== null && Symbol.iterator in values) return values
  throw new TypeError(`${name}: expected a list or a range for ${field}, got a ${typeof values}.`)
}

/**
 * Compares a param with its repetition, `password` with `password_confirmation`. In Ecto: `validate_confirmation/3`.
 *
 * It looks at what was sent, before any cast. The error goes to the
 * repetition's field. A repetition that was not sent is no error, unless `required`.
 *
 * @example
 * const params = { password: 'hello world', password_confirmation: 'hello' }
 * pipe(cast(build(users), params, ['password']), validateConfirmation('password')).errors
 * // => [{ field: 'password_confirmation', message: 'does not match confirmation', opts: { validation: 'confirmation' } }]
 */
export function validateConfirmation<Row extends object>(
  field: FieldOf<Row>,
  options: MessageOptions & { readonly required?: boolean } = {},
): Step<Changeset<Row>> {
  const arg = Object.freeze({ ...options })
  const validation: Validation = Object.freeze({ field, kind: 'confirmation', arg })
  const info = { tag: tagOf([field], 'confirmation'), fields: [field], options: arg }
  return step('validateConfirmation', info, (changeset) => {
    if (changeset.params === null) return changeset
    const validations = Object.freeze([validation, ...changeset.validations])
    const error = confirmationError(changeset.params, field, options)
    return error
      ? withErrors(changeset, [error], { validations })
      : withPatch(changeset, { validations })
  })
}

function confirmationError(
  params: Readonly<Record<string, unknown>>,
  field: string,
  options: MessageOptions & { readonly required?: boolean },
): FieldError | null {
  const repetition = `${field}_confirmation`
  const value = Object.hasOwn(params, field) ? params[field] : null
  if (!Object.hasOwn(params, repetition) || params[repetition] === undefined) {
    if (!options.required) return null
    return ruleError(repetition, options, "can't be blank", { validation: 'required' })
  }
  if (strictEqual(params[repetition], value)) return null
  const opts = { validation: 'confirmation' }
  return ruleError(repetition, options, 'does not match confirmation', opts)
}

/**
 * Requires a box to be ticked: the param must read as true. In Ecto: `validate_acceptance/3`.
 *
 * It looks at what was sent; the field need not be in the schema.
 */
export function validateAcceptance<Row extends object>(
  field: string,
  options: MessageOptions = {},
): Step<Changeset<Row>> {
  const arg = Object.freeze({ ...options })
  const validation: Validation = Object.freeze({ field, kind: 'acceptance', arg })
  const info = { tag: tagOf([field], 'acceptance'), fields: [field], options: arg }
  return step('validateAcceptance', info, (changeset) => {
    const { params } = changeset
    const validations = Object.freeze([validation, ...changeset.validations])
    const sent = params && Object.hasOwn(params, field) ? params[field] : null
    if (params === null || castValue('boolean', sent) === true) {
      return withPatch(changeset, { validations })
    }
    const error = ruleError(field, options, 'must be accepted', { validation: 'acceptance' })
    return withErrors(changeset, [error], { validations })
  })
}

/** What a rule of your own found wrong; with `opts` for the placeholders of the message. */
export interface Finding {
  readonly field: string
  readonly message: string
  readonly opts?: Readonly<Record<string, unknown>>
}

/**
 * Runs a rule of your own on a change that is not `null`. In Ecto: `validate_change/3`, and `/4` with `metadata`.
 *
 * @example
 * const noAdmin = validateChange<User, 'email'>('email', (field, value) =>
 *   value.startsWith('admin@') ? [{ field, message: 'is reserved' }] : [],
 * )
 * pipe(change(build(users), { email: 'admin@example.com' }), noAdmin).errors[0]?.message
 * // => 'is reserved'
 */
export function validateChange<Row extends object, Field extends FieldOf<Row>>(
  field: Field,
  check: (field: Field, value: NonNullable<Row[Field]>) => readonly Finding[],
  { metadata }: { readonly metadata?: unknown } = {},
): Step<Changeset<Row>> {
  const info = { tag: tagOf([field], 'change'), fields: [field], options: { metadata } }
  const validation: Validation = Object.freeze({ field, kind: null, arg: metadata })
  return step('validateChange', info, (changeset: Changeset<Row>) => {
    typeOf(changeset.schema, field, 'validateChange')
    const { validations } = changeset
    const patch =
      metadata === undefined ? {} : { validations: Object.freeze([validation, ...validations]) }
    const value = ownValue(changeset.changes, field)
    const found = isNothing(value) ? [] : check(field, value as NonNullable<Row[Field]>)
    if (found.length > 0) return withErrors(changeset, found.map(foundError), patch)
    return metadata === undefined ? changeset : withPatch(changeset, patch)
  })
}

function foundError({ field, message, opts = {} }: Finding): FieldError {
  if (typeof field === 'string' && typeof message === 'string') {
    return newError(field, message, { ...opts })
  }
  throw new TypeError(
    'validateChange: expected a list of { field, message, opts } from the rule, got something else.',
  )
}
