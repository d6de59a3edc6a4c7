/** Says, for a trace, what a rule of a changeset looked at and decided. */
import type { Description, StepInfo } from '#trace/step.ts'
import type { Source } from '#trace/trace-step.ts'
import type { Changeset, Constraint, FieldError } from './changeset.ts'
import { printedLines } from './inspect.ts'
import { withoutSecrets } from './redact.ts'
import { decisionOf, putBy, type AnyChangeset } from './rule-words.ts'
import { fillIn } from './fill-in.ts'

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
      ...describeChangeset(after),
      errors: added.map(errorData),
    },
  }
}

/** A changeset as a trace shows it. */
export function describeChangeset<Row extends object>(
  changeset: Changeset<Row>,
): Readonly<Record<string, unknown>> {
  return {
    errors: changeset.errors.map(errorData),
    changes: withoutSecrets(changeset.schema, changeset.changes),
    changeset: printedLines(changeset),
  }
}

function rememberLine({ source }: StepInfo, before: AnyChangeset, after: AnyChangeset): void {
  if (!source || before.constraints === after.constraints) return
  for (const constraint of after.constraints)
    if (!before.constraints.includes(constraint)) sources.set(constraint, source)
}

/**
 * What the rule looked at: params as they were sent for a cast, else the
 * fields' values, and of a rule that puts a value the one that it put.
 */
function seenValues(
  info: StepInfo,
  before: AnyChangeset,
  after: AnyChangeset,
): Readonly<Record<string, unknown>> {
  const { tag, fields } = info
  const known: Readonly<Record<string, unknown>> = tag.endsWith('.cast')
    ? (after.params ?? {})
    : { ...before.data, ...before.changes, ...putBy(info, before, after) }
  const seen = fields.filter((field) => Object.hasOwn(known, field))
  return withoutSecrets(
    after.schema,
    Object.fromEntries(seen.map((field) => [field, known[field]])),
  )
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
