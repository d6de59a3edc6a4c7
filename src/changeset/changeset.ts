/**
 * A changeset is a proposed change to a row: what was accepted from outside,
 * what is wrong with it, and which constraints of the database could still
 * refuse it. It is a frozen value; every function here returns a new one.
 */
import { equal, isRecord, ownValue } from './equal.ts'
import { fillIn } from './fill-in.ts'
import { printedLines } from './inspect.ts'
import { WIRE, type ChangesetForm } from '#trace/wire.ts'
import { INSPECT, leavingOutSecrets, withoutSecrets } from './redact.ts'
import { knownField, type Base, type FieldOf, type Schema, type Values } from './schema.ts'

/** What is wrong with a field. `message` still has its placeholders: `should be at most %{count} …`. */
export interface FieldError {
  readonly field: string
  readonly message: string
  /** Which rule failed and what it was told, under Ecto's names: `validation`, `kind`, `count` … */
  readonly opts: ErrorOpts
}

export type ErrorOpts = Readonly<Record<string, unknown>>

/** Which rules the changeset was piped through, whether they ran or not. */
export interface Validation {
  readonly field: string
  /** `format`, `length` …, or `null` for the bare metadata of a rule of your own. */
  readonly kind: string | null
  readonly arg: unknown
}

export type ConstraintType = 'unique' | 'foreign_key' | 'check' | 'exclusion'

/** What to tell the person if the database refuses. */
export interface Constraint {
  readonly type: ConstraintType
  /** The constraint's name in the database, or a part or a pattern of it. */
  readonly constraint: string | RegExp
  readonly match: 'exact' | 'suffix' | 'prefix'
  readonly field: string
  readonly errorMessage: string
  readonly errorType: string
}

export interface Changeset<Row extends object> extends Base<Row> {
  readonly schema: Schema<Row>
  readonly data: Values<Row>
  readonly state: 'built' | 'loaded'
  /** What came from outside, all of it, uncast. `null` before the first `cast`. */
  readonly params: Readonly<Record<string, unknown>> | null
  readonly changes: Values<Row>
  /** Newest first. */
  readonly errors: readonly FieldError[]
  readonly valid: boolean
  readonly required: readonly string[]
  /** Newest first. */
  readonly validations: readonly Validation[]
  /** Newest first. */
  readonly constraints: readonly Constraint[]
  /** Run by the repo just before it writes, newest first. */
  readonly prepare: readonly Prepare<Row>[]
  /** What the row must still hold for a write to find it. */
  readonly filters: Values<Row>
  /** What the changeset was last used for: `insert`, `update`, `delete`, or a word of your own. */
  readonly action: string | null
  /** Which values of a form mean "nothing". */
  readonly emptyValues: readonly unknown[]
}

export type Prepare<Row extends object> = (changeset: Changeset<Row>) => Changeset<Row>

export const NONE = Object.freeze([])
const NO_VALUES = Object.freeze({})
export const EMPTY_VALUES = Object.freeze([''])

/** A changeset that is still being made, by one function of this library and nobody else. */
export type Draft<Row extends object> = {
  -readonly [Property in keyof Changeset<Row>]: Changeset<Row>[Property]
}

export const isChangeset = <Row extends object>(base: Base<Row>): base is Changeset<Row> =>
  'changes' in base

/** A changeset without changes, or the one given. */
export function toChangeset<Row extends object>(base: Base<Row>): Changeset<Row> {
  return isChangeset(base) ? base : Object.freeze(draftOf(base))
}

/** A copy to be changed and then frozen. */
export const draftOf = <Row extends object>(base: Base<Row>): Draft<Row> => new Value(base)

/**
 * A changeset that prints as Ecto prints it, without secrets, wherever it is
 * logged. Each property by name: every step makes one of these.
 */
class Value<Row extends object> implements Draft<Row> {
  schema: Schema<Row>
  data: Values<Row>
  state: 'built' | 'loaded'
  params: Readonly<Record<string, unknown>> | null = null
  changes: Values<Row> = NO_VALUES
  errors: readonly FieldError[] = NONE
  valid = true
  required: readonly string[] = NONE
  validations: readonly Validation[] = NONE
  constraints: readonly Constraint[] = NONE
  prepare: readonly Prepare<Row>[] = NONE
  filters: Values<Row> = NO_VALUES
  action: string | null = null
  emptyValues: readonly unknown[] = EMPTY_VALUES

  constructor(base: Base<Row>) {
    this.schema = base.schema
    this.data = base.data
    this.state = base.state
    if (!isChangeset(base)) return
    this.params = base.params
    this.changes = base.changes
    this.errors = base.errors
    this.valid = base.valid
    this.required = base.required
    this.validations = base.validations
    this.constraints = base.constraints
    this.prepare = base.prepare
    this.filters = base.filters
    this.action = base.action
    this.emptyValues = base.emptyValues
  }

  [INSPECT](): string {
    return printedLines(this).join('\n')
  }

  [WIRE](): ChangesetForm {
    const { schema, state, action, valid, errors, constraints } = this
    const { fields: changes, hidden } = leavingOutSecrets(schema, this.changes)
    return {
      ...{ $: 'changeset', schema: schema.name, data: state, action, valid, changes, hidden },
      errors: errors.map(errorForm),
      constraints: constraints.map(({ constraint }) => String(constraint)),
    }
  }

  /** As much as it prints. */
  toJSON(): object {
    const { schema, action, changes, errors, valid } = this
    return { schema: schema.name, action, changes: withoutSecrets(schema, changes), errors, valid }
  }
}

/** The message in words and, where it has places for numbers, as it is written. */
function errorForm({ field, message, opts }: FieldError) {
  const words = fillIn(message, opts)
  return { field, message: words, ...(words !== message && { template: message }), opts }
}

/** The changeset with some of its properties replaced; the others stay the same objects. */
export function withPatch<Row extends object>(
  changeset: Changeset<Row>,
  patch: Partial<Changeset<Row>>,
): Changeset<Row> {
  return Object.freeze(Object.assign(draftOf(changeset), patch))
}

/** Puts new errors in front of the older ones. */
export function addErrors(
  draft: Pick<Draft<never>, 'errors' | 'valid'>,
  errors: readonly FieldError[],
): void {
  if (errors.length === 0) return
  draft.errors = Object.freeze([...errors, ...draft.errors])
  draft.valid = false
}

export function newError(field: string, message: string, opts: ErrorOpts = {}): FieldError {
  return Object.freeze({ field, message, opts: Object.freeze(opts) })
}

/**
 * Starts a changeset from values that the program itself made. In Ecto: `change/2`.
 *
 * Nothing is cast or checked, and a value equal to the row's own is no change.
 *
 * @example
 * change(build(users, { email: 'ana@example.com' }), { email: 'bo@example.com' }).changes
 * // => { email: 'bo@example.com' }
 */
export function change<Row extends object>(
  base: Base<Row>,
  changes: Values<Row> = {},
): Changeset<Row> {
  if (!isRecord(changes)) {
    throw new TypeError(`change: expected changes as an object, got ${typeof changes}.`)
  }
  let changeset = toChangeset(base)
  for (const field of Object.keys(changes) as FieldOf<Row>[]) {
    const value = changes[field]
    if (value !== undefined) changeset = putChange(changeset, field, value)
  }
  return changeset
}

/**
 * Records `value`, unless it equals what the row already holds: then any
 * earlier change of the field goes. In Ecto: `put_change/3`.
 *
 * For values that the program made. What came from outside goes through `cast`.
 *
 * @example
 * putChange(change(build(users)), 'email', 'ana@example.com').changes
 * // => { email: 'ana@example.com' }
 */
export function putChange<Row extends object, Field extends FieldOf<Row>>(
  changeset: Changeset<Row>,
  field: Field,
  value: Row[Field] | null,
): Changeset<Row> {
  const { type } = knownField(changeset.schema, field, 'putChange')
  if (equal(type, ownValue(changeset.data, field), value)) return deleteChange(changeset, field)
  return withChange(changeset, field, value)
}

/** Records `value` even if the row already holds it. In Ecto: `force_change/3`. */
export function forceChange<Row extends object, Field extends FieldOf<Row>>(
  changeset: Changeset<Row>,
  field: Field,
  value: Row[Field] | null,
): Changeset<Row> {
  knownField(changeset.schema, field, 'forceChange')
  return withChange(changeset, field, value)
}

/** Forgets the change of a field, if there is one. Its errors stay. In Ecto: `delete_change/2`. */
export function deleteChange<Row extends object>(
  changeset: Changeset<Row>,
  field: FieldOf<Row>,
): Changeset<Row> {
  if (!Object.hasOwn(changeset.changes, field)) return changeset
  const changes = { ...changeset.changes }
  delete changes[field]
  return withPatch(changeset, { changes: Object.freeze(changes) })
}

/**
 * Makes a change into another. Does nothing when the field did not change. In Ecto: `update_change/3`.
 *
 * @example
 * const changeset = change(build(users), { email: 'Ana@Example.com' })
 * updateChange(changeset, 'email', (email) => email?.toLowerCase() ?? null).changes
 * // => { email: 'ana@example.com' }
 */
export function updateChange<Row extends object, Field extends FieldOf<Row>>(
  changeset: Changeset<Row>,
  field: Field,
  update: (value: Row[Field] | null) => Row[Field] | null,
): Changeset<Row> {
  if (!Object.hasOwn(changeset.changes, field)) return changeset
  return putChange(changeset, field, update(changeset.changes[field] ?? null))
}

/**
 * Adds an error of your own. The field need not exist. In Ecto: `add_error/4`.
 *
 * @example
 * addError(change(build(users)), 'email', 'is on fire', { since: 2020 }).errors
 * // => [{ field: 'email', message: 'is on fire', opts: { since: 2020 } }]
 */
export function addError<Row extends object>(
  changeset: Changeset<Row>,
  field: string,
  message: string,
  opts: ErrorOpts = {},
): Changeset<Row> {
  if (typeof message !== 'string') {
    throw new TypeError(
      `addError: expected the message for ${field} as text, got ${typeof message}.`,
    )
  }
  const draft = draftOf(changeset)
  addErrors(draft, [newError(field, message, { ...opts })])
  return Object.freeze(draft)
}

/** Says what the changeset is used for, so that a form shows its errors. In Ecto: `%{changeset | action: action}`. */
export function putAction<Row extends object>(
  changeset: Changeset<Row>,
  action: string | null,
): Changeset<Row> {
  return changeset.action === action ? changeset : withPatch(changeset, { action })
}

function withChange<Row extends object>(
  changeset: Changeset<Row>,
  field: FieldOf<Row>,
  value: unknown,
): Changeset<Row> {
  const changes = Object.freeze({ ...changeset.changes, [field]: value ?? null })
  return withPatch(changeset, { changes: changes as Values<Row> })
}
