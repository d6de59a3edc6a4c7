/**
 * A refusal of the database, as the person at the form reads it. In Ecto:
 * `constraints_to_errors` in `Ecto.Repo.Schema`.
 */
import {
  addErrors,
  draftOf,
  newError,
  type Changeset,
  type Constraint,
  type ConstraintType,
  type FieldError,
} from '#changeset/changeset.ts'
import { ConstraintError } from '#changeset/errors.ts'
import type { Operation } from './engine.ts'

/** A constraint that the database named when it refused. */
export interface Violation {
  readonly type: ConstraintType
  readonly name: string
}

/**
 * Finds the constraint that each violation is about: the newest one declared
 * that has its type and matches its name. The errors are in the database's
 * order, in front of older ones.
 *
 * @throws ConstraintError when a violation was not declared.
 */
export function constraintsToErrors<Row extends object>(
  changeset: Changeset<Row>,
  operation: Operation,
  violations: readonly Violation[],
): Changeset<Row> {
  const errors = violations.map((violation): FieldError => {
    const found = matchConstraint(changeset.constraints, violation)
    if (!found) throw undeclared(changeset, operation, violation)
    return newError(found.field, found.errorMessage, {
      constraint: found.errorType,
      constraint_name: violation.name,
    })
  })
  const draft = draftOf(changeset)
  addErrors(draft, errors)
  return Object.freeze(draft)
}

/** The newest constraint that was declared for this violation, or `null`. */
export function matchConstraint(
  constraints: readonly Constraint[],
  { type, name }: Violation,
): Constraint | null {
  return constraints.find((one) => one.type === type && matchesName(one, name)) ?? null
}

function matchesName({ constraint, match }: Constraint, name: string): boolean {
  // A fresh pattern: a global one remembers where it stopped.
  if (constraint instanceof RegExp) return name.search(constraint) >= 0
  if (match === 'suffix') return name.endsWith(constraint)
  return match === 'prefix' ? name.startsWith(constraint) : name === constraint
}

function undeclared<Row extends object>(
  { constraints }: Changeset<Row>,
  operation: Operation,
  { type, name }: Violation,
): ConstraintError {
  const lines = constraints.map(({ type: kind, constraint }) => {
    const shown =
      constraint instanceof RegExp
        ? `~r/${constraint.source}/${constraint.flags}`
        : `"${constraint}"`
    return `    * ${shown} (${kind}_constraint)`
  })
  const defined =
    lines.length === 0
      ? 'The changeset has not defined any constraint.\n'
      : `The changeset defined the following constraints:\n\n${lines.join('\n')}\n`
  return new ConstraintError(
    `constraint error when attempting to ${operation} struct:\n\n` +
      `    * "${name}" (${type}_constraint)\n\n` +
      'If you would like to stop this constraint violation from raising an\n' +
      'exception and instead add it as an error to your changeset, please\n' +
      `call \`${type}_constraint/3\` on your changeset with the constraint\n` +
      `\`:name\` as an option.\n\n${defined}`,
  )
}
