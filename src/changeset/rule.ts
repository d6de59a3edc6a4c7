/** What the rules of this library have in common. */
import type { Step } from '#trace/step.ts'
import {
  addErrors,
  draftOf,
  newError,
  NONE,
  type Changeset,
  type Draft,
  type ErrorOpts,
  type FieldError,
  type Validation,
} from './changeset.ts'
import { changesetStep } from './changeset-step.ts'
import { isNothing, ownValue } from './equal.ts'
import { knownField } from './schema.ts'
import type { FieldType } from './types.ts'

/** Text of your own, or text with more opts for its placeholders. */
export type Message = string | { readonly message: string; readonly opts: ErrorOpts }

export interface MessageOptions {
  readonly message?: Message
}

export const NO_OPTIONS = Object.freeze({})

/** A rule about one field: it records itself, and checks the field's change if there is one. */
export function changeRule<Row extends object>(
  name: string,
  kind: string,
  field: string,
  arg: unknown,
  options: object,
  check: (value: NonNullable<unknown>, type: FieldType) => FieldError | null,
): Step<Changeset<Row>> {
  return recordedRule(name, kind, field, arg, options, ({ schema, changes }) => {
    const { type } = knownField(schema, field, name)
    const value = ownValue(changes, field)
    return isNothing(value) ? null : check(value, type)
  })
}

/** A rule that records itself whatever it finds. */
export function recordedRule<Row extends object>(
  name: string,
  kind: string,
  field: string,
  arg: unknown,
  options: object,
  check: (draft: Draft<Row>) => FieldError | null,
): Step<Changeset<Row>> {
  const record = recordOf({ field, kind, arg })
  return changesetStep(name, kind, [field], options, (draft) => record(draft, check(draft)))
}

type Write = (
  draft: Pick<Draft<never>, 'validations' | 'errors' | 'valid'>,
  error: FieldError | null,
) => true

/**
 * Writes into a draft that a rule was there, and what it found. A pipe that is
 * made once goes the same way each time: then the list it needs is there already.
 */
export function recordOf(made: Validation): Write {
  const validation = Object.freeze(made)
  let before: readonly Validation[] | null = null
  let after: readonly Validation[] = NONE
  return (draft, error) => {
    if (draft.validations !== before) {
      before = draft.validations
      after = Object.freeze([validation, ...before])
    }
    draft.validations = after
    if (error) addErrors(draft, [error])
    return true
  }
}

/** The changeset, with a rule that was there and what it found. */
export function recorded<Row extends object>(
  changeset: Changeset<Row>,
  validation: Validation,
  error: FieldError | null,
): Changeset<Row> {
  const draft = draftOf(changeset)
  recordOf(validation)(draft, error)
  return Object.freeze(draft)
}

/** An error with the usual message, or the caller's. Opts of the caller replace the rule's. */
export function ruleError(
  field: string,
  { message = null }: { readonly message?: Message | null },
  usual: string,
  opts: ErrorOpts,
): FieldError {
  if (message === null) return newError(field, usual, opts)
  if (typeof message === 'string') return newError(field, message, opts)
  if (typeof message.message === 'string') {
    return newError(field, message.message, mergeOpts(opts, message.opts))
  }
  throw new TypeError(`expected the message for ${field} as text or { message, opts }.`)
}

// As Elixir's Keyword.merge: what is merged in comes last, even where it replaces.
function mergeOpts(opts: ErrorOpts, more: ErrorOpts = {}): ErrorOpts {
  const kept = Object.entries(opts).filter(([key]) => !Object.hasOwn(more, key))
  return Object.fromEntries([...kept, ...Object.entries(more)])
}
