/** Says, for a trace, what a rule of a changeset looked at and decided. */
import { isSecretName } from '#lib/secret-name.ts'
import { REDACTED } from '#lib/redacted.ts'
import type { Description, StepInfo } from '#trace/step.ts'
import type { Source } from '#trace/trace-step.ts'
import type { Constraint, FieldError } from './changeset.ts'
import { inspectLines } from './inspect.ts'
import { decisionOf, type AnyChangeset } from './rule-words.ts'
import { findField } from './schema.ts'
import { fillIn } from './traverse-errors.ts'

const sources = new WeakMap<Constraint, Source>()

/** The line that declared a constraint, as far as somebody watched when it did. */
export function sourceOfConstraint(constraint: Constraint): Source | null {
  return sources.get(constraint) ?? null
}

/** What a rule made of one changeset: its decision in words, and the changeset as Ecto prints it. */
export function describeRule(info: StepInfo, before: unknown, after: unknown): Description {
  // A rule of somebody's own that forgets to return is for the next step to trip over.
  if (!isChangeset(before) || !isChangeset(after)) return {}
  rememberLine(info, before, after)
  const added = after.errors.filter((error) => !before.errors.includes(error))
  const { outcome, detail } = decisionOf(info, before, after, added)
  return {
    outcome,
    detail,
    data: {
      fields: info.fields,
      options: info.options,
      values: seenValues(info, before, after),
      errors: added.map(errorData),
      changes: shown(after, { ...after.changes }),
      changeset: printed(after),
    },
  }
}

function rememberLine({ source }: StepInfo, before: AnyChangeset, after: AnyChangeset): void {
  if (!source || before.constraints === after.constraints) return
  for (const constraint of after.constraints)
    if (!before.constraints.includes(constraint)) sources.set(constraint, source)
}

/** What the rule looked at: params as they were sent for a cast, and else the fields' values. */
function seenValues(
  { tag, fields }: StepInfo,
  before: AnyChangeset,
  after: AnyChangeset,
): Readonly<Record<string, unknown>> {
  const known: Readonly<Record<string, unknown>> = tag.endsWith('.cast')
    ? (after.params ?? {})
    : { ...before.data, ...before.changes }
  const seen = fields.filter((field) => Object.hasOwn(known, field))
  return shown(after, Object.fromEntries(seen.map((field) => [field, known[field]])))
}

function shown(
  { schema }: AnyChangeset,
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  // A form may also have fields that no schema has.
  const isSecret = (field: string) => findField(schema, field)?.redact || isSecretName(field)
  return Object.fromEntries(
    Object.entries(values).map(([field, value]) => [
      field,
      isSecret(field) && value !== null && value !== undefined ? REDACTED : value,
    ]),
  )
}

/** As Ecto prints it. A field that is secret by its name alone is left to no schema. */
function printed(changeset: AnyChangeset): readonly string[] {
  const of = (values: object) => shown(changeset, { ...values })
  return inspectLines({ ...changeset, changes: of(changeset.changes), data: of(changeset.data) })
}

function errorData({ field, message, opts }: FieldError): Readonly<Record<string, unknown>> {
  return {
    field,
    message: fillIn(message, opts),
    validation: opts['validation'] ?? opts['constraint'] ?? null,
  }
}

const isChangeset = (value: unknown): value is AnyChangeset =>
  typeof value === 'object' && value !== null && 'changes' in value
