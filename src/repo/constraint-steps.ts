/** Records, for the trace, what the database's constraints said to a write. */
import type { Changeset, Constraint } from '#changeset/changeset.ts'
import { sourceOfConstraint } from '#changeset/trace-rule.ts'
import { leftOut } from '#trace/step.ts'
import { record } from '#trace/trace.ts'
import { matchConstraint, type Violation } from './constraints-to-errors.ts'
import type { ConstraintViolation, Operation } from './engine.ts'
import { notNullName } from './table-constraints.ts'

/** The database refused. Says to whom that was told, or that nobody had declared it. */
export function recordRefusal<Row extends object>(
  { schema, constraints }: Changeset<Row>,
  violation: Violation,
  columns: readonly string[],
): void {
  const declared = matchConstraint(constraints, violation)
  record({
    layer: 'constraint',
    name: violation.name,
    tag: `constraint.${violation.name}`,
    outcome: 'error',
    detail: declared
      ? `${schema.source ?? schema.name}.${declared.field} ${declared.errorMessage}`
      : 'not declared by the changeset',
    source: declared && sourceOfConstraint(declared),
    data: { type: violation.type, columns, field: declared?.field ?? null },
  })
}

/** A column that takes no null was given none. No changeset has words for that, as in Ecto: it is thrown on. */
export function recordNotNull({ table, columns }: ConstraintViolation): void {
  const name = notNullName(table ?? '', columns[0] ?? '')
  record({
    ...{ layer: 'constraint', name, tag: `constraint.${name}`, outcome: 'error' },
    detail: 'no changeset declares it',
    data: { type: 'not_null', columns, field: null },
  })
}

/** The write went through. Says of each constraint that was declared whether it was there to be asked. */
export function recordHeld<Row extends object>(
  { constraints }: Changeset<Row>,
  operation: Operation,
  existing: readonly string[],
): void {
  for (const constraint of constraints) {
    if (!isAsked(constraint, operation)) continue
    const { type, field } = constraint
    const name = existing.find((one) => matchConstraint([constraint], { type, name: one }))
    const called = name ?? String(constraint.constraint)
    const report = { layer: 'constraint', name: called, tag: `constraint.${called}` } as const
    if (name === undefined && leftOut(report)) continue
    record({
      ...report,
      outcome: name === undefined ? 'skip' : 'ok',
      detail: name === undefined ? 'not in this database' : 'held',
      source: sourceOfConstraint(constraint),
      data: { type, field },
    })
  }
}

/** Whether rows that point here matter: to a delete only those, and to other writes all but those. */
function isAsked({ type, errorType }: Constraint, operation: Operation): boolean {
  return operation === 'delete' ? type === 'foreign_key' : errorType !== 'no_assoc'
}
