/** Says in words what a rule of a changeset looked at and decided. */
import { shorten } from '#trace/printable.ts'
import type { StepInfo } from '#trace/step.ts'
import type { Outcome } from '#trace/trace-step.ts'
import type { Changeset, FieldError } from './changeset.ts'
import { isNothing, ownValue } from './equal.ts'
import { isSecretField } from './redact.ts'
import { fillIn } from './fill-in.ts'

export type AnyChangeset = Changeset<object>

export interface Decision {
  readonly outcome: Outcome
  readonly detail: string
}

type Decide = (info: StepInfo, before: AnyChangeset, after: AnyChangeset) => Decision

export function decisionOf(
  info: StepInfo,
  before: AnyChangeset,
  after: AnyChangeset,
  added: readonly FieldError[],
): Decision {
  const refused = added.length > 0 || (before.valid && !after.valid)
  const kind = kindOf(info.tag)
  if (kind === 'cast')
    return { outcome: refused ? 'error' : 'ok', detail: inCast(info, before, after, added) }
  if (refused) return { outcome: 'error', detail: inWords(added) || 'no longer valid' }
  if (kind.endsWith('_constraint')) return declared(before, after)
  return (DECIDE[kind] ?? custom)(info, before, after)
}

const kindOf = (tag: string) => tag.slice(tag.lastIndexOf('.') + 1)

const ok = (detail: string): Decision => ({ outcome: 'ok', detail })
const skip = (detail: string): Decision => ({ outcome: 'skip', detail })

/** A rule about one field's change, with what it says when the change is fine. */
const ofChange =
  (fine: string): Decide =>
  ({ fields: [field = ''] }, before) =>
    hasChange(before, field) ? ok(`${field} ${fine}`) : skip(`no change of ${field} to look at`)

const DECIDE: Readonly<Record<string, Decide>> = {
  required: ({ fields }) => ok(`${listed(fields)} ${fields.length === 1 ? 'is' : 'are'} present`),
  format: ofChange('has the right form'),
  length: ofChange('has a fitting length'),
  number: ofChange('is a fitting number'),
  inclusion: ofChange('is one of those allowed'),
  exclusion: ofChange('is not reserved'),
  subset: ofChange('has allowed entries only'),
  change: ofChange('passed'),
  confirmation: ({ fields: [field = ''] }, { params }) =>
    params && Object.hasOwn(params, `${field}_confirmation`)
      ? ok(`${field}_confirmation is the same`)
      : skip(`${field}_confirmation was not sent`),
  acceptance: ({ fields: [field = ''] }, { params }) =>
    params ? ok(`${field} was accepted`) : skip('nothing was sent'),
  unsafe_unique: ({ fields }, before) => {
    const wrong = fields.find((field) => before.errors.some((error) => error.field === field))
    if (wrong !== undefined) return skip(`${wrong} has an error already, so nothing was asked`)
    return fields.some((field) => Object.hasOwn(before.changes, field))
      ? ok(`no other row had this ${listed(fields)} when it was asked`)
      : skip(`no change of ${listed(fields)} to ask about`)
  },
  prepare_changes: () => ok('left a function for the repo to run before it writes'),
  optimistic_lock: ({ fields }) => ok(`the row must still have this ${listed(fields)}`),
}

/** A step that the program itself defined. One that puts a value says so: `putOwner` promises it by its name. */
const custom: Decide = (info, before, after) => {
  const { name, fields } = info
  const put = Object.entries(putBy(info, before, after))
  if (put.length > 0) return ok(`put ${listed(put.map((one) => namedValue(after, one)))}`)
  if (fields.length === 0) return ok('')
  if (name.startsWith('put')) return skip('nothing to put: what is there is the same')
  const isThere = fields.some((field) => isSent(before, field) || hasValue(before, field))
  return isThere ? ok(`${listed(fields)} passed`) : skip(`no ${listed(fields)} to look at`)
}

/** The changes that a step of the program's own has made to its fields. A library's rule makes none. */
export function putBy(
  { tag, fields }: StepInfo,
  before: AnyChangeset,
  after: AnyChangeset,
): Readonly<Record<string, unknown>> {
  if (Object.hasOwn(DECIDE, kindOf(tag)) || kindOf(tag) === 'cast') return {}
  const put = changedFields(fields, before, after)
  return Object.fromEntries(put.map((field) => [field, valueOf(after, field)]))
}

const namedValue = ({ schema }: AnyChangeset, [field, value]: readonly [string, unknown]) =>
  isSecretField(schema, field)
    ? field
    : `${field} ${shorten(String(JSON.stringify(value)), LONGEST_NAME)}`

function declared(before: AnyChangeset, after: AnyChangeset): Decision {
  const [constraint] = after.constraints.filter((one) => !before.constraints.includes(one))
  if (!constraint) return ok('')
  const { constraint: name, field, errorMessage } = constraint
  return ok(`if ${String(name)} refuses: ${field} ${errorMessage}`)
}

function inCast(
  { fields }: StepInfo,
  before: AnyChangeset,
  after: AnyChangeset,
  added: readonly FieldError[],
): string {
  if (!after.params || (added.length === 0 && before.valid && !after.valid))
    return 'the params could not be read'
  const took = changedFields(fields, before, after)
  const ignored = Object.keys(after.params).filter(
    (name) => !fields.includes(name) && !isKnown(before, name) && !isRepetition(name, fields),
  )
  const parts = [
    inWords(added),
    took.length > 0 ? `took ${listed(took)}` : '',
    ignored.length > 0 ? `ignored ${listedBriefly(ignored)}` : '',
  ]
  return parts.filter(Boolean).join('; ') || 'nothing changed'
}

const changedFields = (fields: readonly string[], before: AnyChangeset, after: AnyChangeset) =>
  fields.filter(
    (field) =>
      Object.hasOwn(after.changes, field) && valueOf(before, field) !== valueOf(after, field),
  )

/** A param that an earlier cast of this changeset has already seen. */
const isKnown = ({ params }: AnyChangeset, name: string) =>
  params !== null && Object.hasOwn(params, name)

/** `password_confirmation` is read where it lies, by `validateConfirmation`. */
const isRepetition = (name: string, fields: readonly string[]) =>
  fields.some((field) => name === `${field}_confirmation`)

function valueOf({ changes }: AnyChangeset, field: string): unknown {
  return (changes as Readonly<Record<string, unknown>>)[field]
}

const hasChange = ({ changes }: AnyChangeset, field: string) => !isNothing(ownValue(changes, field))

const hasValue = ({ data, changes }: AnyChangeset, field: string) =>
  !isNothing(ownValue({ ...data, ...changes }, field))

const isSent = ({ params }: AnyChangeset, field: string) =>
  !isNothing(ownValue(params ?? {}, field))

function inWords(errors: readonly FieldError[]): string {
  return errors.map(({ field, message, opts }) => `${field}: ${fillIn(message, opts)}`).join('; ')
}

/** Names that came from outside may be many and long. */
function listedBriefly(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => shorten(name, LONGEST_NAME))
  return listed(names.length > MOST_NAMES ? [...shown, `${names.length - MOST_NAMES} more`] : shown)
}

const MOST_NAMES = 5
const LONGEST_NAME = 40
const NAMES_IN_A_SENTENCE = new Intl.ListFormat('en', { type: 'conjunction' })

const listed = (names: readonly string[]) => NAMES_IN_A_SENTENCE.format(names)
