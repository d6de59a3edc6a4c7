import { fail, ok, type Result } from '#lib/result.ts'
import { putAction, type Changeset } from './changeset.ts'
import { InvalidChangesetError } from './errors.ts'
import { inspect, inspectErrors } from './inspect.ts'
import { asRow } from './redact.ts'
import { findField } from './schema.ts'

/**
 * The row with the changes in it, valid or not. In Ecto: `apply_changes/1`.
 *
 * @example
 * applyChanges(change(build(users, { id: 1 }), { email: 'ana@example.com' })).email
 * // => 'ana@example.com'
 */
export function applyChanges<Row extends object>({ schema, data, changes }: Changeset<Row>): Row {
  const known = Object.entries(changes).filter(([field]) => findField(schema, field))
  // A field that no rule required may still be null here, whatever the row's type says.
  return asRow(schema, { ...data, ...Object.fromEntries(known) }) as Row
}

/**
 * The row if the changeset is valid, or else the changeset with its action
 * set, so that a form shows the errors. Nothing is written. In Ecto: `apply_action/2`.
 *
 * @example
 * const result = applyAction(cast(build(users), { email: 'ana@example.com' }, ['email']), 'insert')
 * result.ok ? result.value.email : result.error.errors
 * // => 'ana@example.com'
 */
export function applyAction<Row extends object>(
  changeset: Changeset<Row>,
  action: string,
): Result<Row, Changeset<Row>> {
  if (typeof action !== 'string' || action === '') {
    throw new TypeError(
      `applyAction: expected an action like 'insert', got ${JSON.stringify(action)}.`,
    )
  }
  return changeset.valid ? ok(applyChanges(changeset)) : fail(putAction(changeset, action))
}

/** The row; an invalid changeset is a bug. In Ecto: `apply_action!/2`. */
export function applyActionOrThrow<Row extends object>(
  changeset: Changeset<Row>,
  action: string,
): Row {
  const result = applyAction(changeset, action)
  if (result.ok) return result.value
  throw new InvalidChangesetError(
    `could not perform ${action} because changeset is invalid.\n\n` +
      `Errors\n\n    ${inspectErrors(result.error)}\n\n` +
      `Changeset\n\n    ${inspect(result.error)}\n`,
  )
}
