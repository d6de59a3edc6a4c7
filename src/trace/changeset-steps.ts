/**
 * Records what each rule of a changeset looked at and decided. It stands in
 * for the runner of all steps; while nobody watches it only runs them.
 */
import { inspectLines } from '#changeset/inspect.ts'
import { fillIn } from '#changeset/traverse-errors.ts'
import type { Changeset, Constraint, FieldError } from '#changeset/changeset.ts'
import { findField } from '#changeset/schema.ts'
import { REDACTED } from '#lib/redacted.ts'
import { isSecretName } from '#lib/secret-name.ts'
import { replaceStepRunner, type Source, type StepInfo, type StepRunner } from '#lib/step.ts'
import { LAYERS, type Layer } from '#lib/trace-step.ts'
import { callSite } from './call-site.ts'
import { decisionOf, type AnyChangeset } from './changeset-words.ts'
import { record, tracing, type StepReport } from './trace.ts'

/** A runner of steps that records them. Another runner may stand around it. */
export const tracedStepRunner: StepRunner = {
  origin: (name) => (tracing() ? callSite({ outside: name }) : null),
  run: (info, apply, value) => (tracing() ? runRecorded(info, apply, value) : apply(value)),
}

/** From now on every step of this process is recorded, whenever somebody watches. */
export function installChangesetTrace(): void {
  replaceStepRunner(tracedStepRunner)
}

const sources = new WeakMap<Constraint, Source>()

/** The line that declared a constraint, as far as somebody watched when it did. */
export function sourceOfConstraint(constraint: Constraint): Source | null {
  return sources.get(constraint) ?? null
}

function runRecorded<Value>(info: StepInfo, apply: (value: Value) => Value, before: Value): Value {
  let after: Value
  try {
    after = apply(before)
  } catch (error) {
    // Only the kind of error: its text may quote what a person typed.
    const detail = error instanceof Error ? error.name : 'thrown'
    record({ ...reportOf(info), outcome: 'error', detail })
    throw error
  }
  if (isChangeset(before) && isChangeset(after)) recordRule(info, before, after)
  else record(reportOf(info))
  return after
}

function recordRule(info: StepInfo, before: AnyChangeset, after: AnyChangeset): void {
  for (const constraint of after.constraints) {
    if (info.source && !before.constraints.includes(constraint))
      sources.set(constraint, info.source)
  }
  const added = after.errors.filter((error) => !before.errors.includes(error))
  const { outcome, detail } = decisionOf(info, before, after, added)
  record({
    ...reportOf(info),
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
  })
}

function reportOf({ tag, name, source, fields, options }: StepInfo): StepReport {
  return { layer: layerOf(tag), name, tag, source, data: { fields, options } }
}

/** A step over something else says by its tag where it belongs: `scope.ownedBy`. */
function layerOf(tag: string): Layer {
  return LAYERS.find((layer) => tag.startsWith(`${layer}.`)) ?? 'changeset'
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

function isChangeset(value: unknown): value is Changeset<object> {
  return typeof value === 'object' && value !== null && 'changes' in value && 'constraints' in value
}
