import {
  fillIn,
  traverseErrors,
  type Changeset,
} from 'glasshouse/changeset'

/** What a form shows, by its fields. */
export function errorsOf<Row extends object>(
  changeset: Changeset<Row>,
): Readonly<Record<string, readonly string[]>> {
  if (changeset.action === null) return {}
  return traverseErrors(changeset, (message, opts) =>
    fillIn(message, opts),
  )
}
