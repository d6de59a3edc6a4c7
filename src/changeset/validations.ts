/**
 * Rules that need nothing but the changeset. Each returns a step for `pipe`.
 * Rules about one field look at its change only: what the row already holds
 * was checked when it was written.
 */
import type { Step } from '#trace/step.ts'
import { castValue } from './cast-value.ts'
import { addErrors, newError, type Changeset, type Draft, type FieldError } from './changeset.ts'
import { changesetStep } from './changeset-step.ts'
import { includes, isNothing, ownValue, strictEqual } from './equal.ts'
import { isFieldMissing } from './fields.ts'
import type { Float } from './number.ts'
import {
  changeRule,
  NO_OPTIONS,
  recordedRule,
  recordOf,
  ruleError,
  type MessageOptions,
} from './rule.ts'
import { knownField, type FieldOf, type Values } from './schema.ts'
import { isArrayType, isCustomType, typeText, type FieldType } from './types.ts'

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
  options: MessageOptions = NO_OPTIONS,
): Step<Changeset<Row>> {
  const names = Object.freeze(typeof fields === 'string' ? [fields] : [...fields])
  return changesetStep('validateRequired', 'required', names, { ...options }, (draft) => {
    const { required } = draft
    draft.required = required.length === 0 ? names : Object.freeze([...names, ...required])

    const missing = names.filter((name) => isMissingWithoutError(draft, name))
    if (missing.length > 0) {
      const opts = { validation: 'required' }
      const errors = missing.map((name) => ruleError(name, options, "can't be blank", opts))
      addErrors(draft, errors)
      draft.changes = without(draft.changes, missing)
    }
    return true
  })
}

function isMissingWithoutError<Row extends object>(
  changeset: Changeset<Row>,
  name: FieldOf<Row>,
): boolean {
  if (!isFieldMissing(changeset, name, 'validateRequired')) return false
  return !changeset.errors.some(({ field }) => field === name)
}

function without<Row>(values: Values<Row>, fields: readonly string[]): Values<Row> {
  const kept = Object.entries(values).filter(([name]) => !fields.includes(name))
  return Object.freeze(Object.fromEntries(kept)) as Values<Row>
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
  options: MessageOptions = NO_OPTIONS,
): Step<Changeset<Row>> {
  const search = withoutMemory(pattern)
  const told = { pattern, ...options }
  return changeRule('validateFormat', 'format', field, pattern, told, (value) => {
    const text = value instanceof Uint8Array ? new TextDecoder().decode(value) : value
    if (typeof text !== 'string') {
      throw new TypeError(
        `validateFormat: expected the change of ${field} to be text, got a ${typeof value}. ` +
          'Use it for fields of type string.',
      )
    }
    if (search.test(text)) return null
    return ruleError(field, options, 'has invalid format', { validation: 'format' })
  })
}

// A global or sticky pattern remembers where it stopped, and would fail every second time.
function withoutMemory(pattern: RegExp): RegExp {
  if (!pattern.global && !pattern.sticky) return pattern
  return new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''))
}

type Members<Value> = Iterable<
  NonNullable<Value> | null | (Value extends number ? Float | bigint : never)
>

/** Requires a change to be one of `values`, a list or a `range`. In Ecto: `validate_inclusion/4`. */
export function validateInclusion<Row extends object, Field extends FieldOf<Row>>(
  field: Field,
  values: Members<Row[Field]>,
  options: MessageOptions = NO_OPTIONS,
): Step<Changeset<Row>> {
  return memberRule('validateInclusion', 'inclusion', field, values, options, 'is invalid')
}

/** Requires a change to be none of `values`. In Ecto: `validate_exclusion/4`. */
export function validateExclusion<Row extends object, Field extends FieldOf<Row>>(
  field: Field,
  values: Members<Row[Field]>,
  options: MessageOptions = NO_OPTIONS,
): Step<Changeset<Row>> {
  return memberRule('validateExclusion', 'exclusion', field, values, options, 'is reserved')
}

function memberRule<Row extends object>(
  name: string,
  validation: 'inclusion' | 'exclusion',
  field: string,
  values: Iterable<unknown>,
  options: MessageOptions,
  usual: string,
): Step<Changeset<Row>> {
  const list = frozenList(values, name, field)
  const wanted = validation === 'inclusion'
  return changeRule(name, validation, field, list, { values: list, ...options }, (value, type) =>
    includes(type, value, list) === wanted
      ? null
      : ruleError(field, options, usual, { validation, enum: list }),
  )
}

/** Requires every item of a changed list to be one of `values`. In Ecto: `validate_subset/4`. */
export function validateSubset<Row extends object, Field extends FieldOf<Row>>(
  field: Field,
  values: Members<Row[Field] extends readonly (infer Item)[] | null ? Item : unknown>,
  options: MessageOptions = NO_OPTIONS,
): Step<Changeset<Row>> {
  const list = frozenList(values, 'validateSubset', field)
  const told = { values: list, ...options }
  return changeRule('validateSubset', 'subset', field, list, told, (value, type) => {
    const items = itemType(type)
    if (!items || !Array.isArray(value)) {
      throw new TypeError(
        `validateSubset: expected ${field} to be a list, but its type is ${typeText(type)}. ` +
          'Use validateInclusion for a single value.',
      )
    }
    if (value.every((item) => includes(items, item, list))) return null
    const opts = { validation: 'subset', enum: list }
    return ruleError(field, options, 'has an invalid entry', opts)
  })
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
  options: MessageOptions & { readonly required?: boolean } = NO_OPTIONS,
): Step<Changeset<Row>> {
  const arg = Object.freeze({ ...options })
  const record = recordOf({ field, kind: 'confirmation', arg })
  return changesetStep('validateConfirmation', 'confirmation', [field], arg, (draft) => {
    // Without params there is nothing to confirm: unlike the other rules, this one leaves no trace.
    if (draft.params === null) return false
    return record(draft, confirmationError(draft.params, field, options))
  })
}

function confirmationError(
  params: Readonly<Record<string, unknown>>,
  field: string,
  options: MessageOptions & { readonly required?: boolean },
): FieldError | null {
  const repetition = `${field}_confirmation`
  const repeated = ownValue(params, repetition)
  if (repeated === undefined) {
    if (!options.required) return null
    return ruleError(repetition, options, "can't be blank", { validation: 'required' })
  }
  if (strictEqual(repeated, ownValue(params, field))) return null
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
  options: MessageOptions = NO_OPTIONS,
): Step<Changeset<Row>> {
  const arg = Object.freeze({ ...options })
  return recordedRule('validateAcceptance', 'acceptance', field, arg, arg, ({ params }) => {
    if (params === null || castValue('boolean', ownValue(params, field)) === true) return null
    return ruleError(field, options, 'must be accepted', { validation: 'acceptance' })
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
  { metadata }: { readonly metadata?: unknown } = NO_OPTIONS,
): Step<Changeset<Row>> {
  const record = recordOf({ field, kind: null, arg: metadata })
  const name = 'validateChange'
  return changesetStep(name, 'change', [field], { metadata }, (draft: Draft<Row>) => {
    knownField(draft.schema, field, name)
    const value = ownValue(draft.changes, field)
    const found = isNothing(value) ? [] : check(field, value as NonNullable<Row[Field]>)
    if (metadata === undefined && found.length === 0) return false

    if (metadata !== undefined) record(draft, null)
    addErrors(draft, found.map(foundError))
    return true
  })
}

function foundError({ field, message, opts }: Finding): FieldError {
  if (typeof field === 'string' && typeof message === 'string') {
    return newError(field, message, { ...opts })
  }
  throw new TypeError('validateChange: expected a list of { field, message, opts } from the rule.')
}
