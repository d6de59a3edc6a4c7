import {
  traverseErrors,
  type Changeset,
} from 'glasshouse/changeset'

/** What a form shows, by its fields. */
export function errorsOf<Row extends object>(
  changeset: Changeset<Row>,
): Readonly<Record<string, readonly string[]>> {
  return traverseErrors(changeset, (message) => message)
}
