import { unique, uniqueErrors } from './cast.ts'
import { withPatch, type Changeset } from './changeset.ts'
import { strictEqual } from './equal.ts'

/**
 * Makes two changesets of the same row into one. In Ecto: `merge/2`.
 *
 * Where both change a field, the second wins. Errors are kept once each, the
 * first changeset's in front.
 *
 * @example
 * const base = build(users)
 * merge(change(base, { email: 'ana@example.com' }), change(base, { id: 7 })).changes
 * // => { email: 'ana@example.com', id: 7 }
 */
export function merge<Row extends object>(a: Changeset<Row>, b: Changeset<Row>): Changeset<Row> {
  const sameRow = a.schema.name === b.schema.name && a.state === b.state
  if (!sameRow || !strictEqual(a.data, b.data)) throw different('data')
  if (!strictEqual(a.emptyValues, b.emptyValues)) throw different('emptyValues')
  if (a.action && b.action && a.action !== b.action) throw different('action')
  const fields = both(a.schema.fields, b.schema.fields)
  return withPatch(a, {
    schema: a.schema === b.schema ? a.schema : both(a.schema, { fields }),
    params: a.params || b.params ? both(a.params, b.params) : null,
    changes: both(a.changes, b.changes),
    errors: uniqueErrors(a.errors, b.errors),
    valid: a.valid && b.valid,
    required: unique(Object.freeze([...a.required, ...b.required])),
    validations: Object.freeze([...a.validations, ...b.validations]),
    constraints: Object.freeze([...a.constraints, ...b.constraints]),
    prepare: Object.freeze([...b.prepare, ...a.prepare]),
    filters: both(a.filters, b.filters),
    action: a.action ?? b.action,
  })
}

const different = (what: string) =>
  new TypeError(`merge: expected two changesets of the same ${what}, got different ones.`)

const both = <A, B>(a: A, b: B) => Object.freeze({ ...a, ...b })
