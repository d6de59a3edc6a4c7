/** Reading a changeset: a field's value is its change, or else what the row holds. */
import { EMPTY_VALUES, type Changeset } from './changeset.ts'
import { equal, isNothing, ownValue, strictEqual, withFloats } from './equal.ts'
import { findField, knownField, type FieldOf, type Values } from './schema.ts'

/**
 * The change of a field, or `fallback`. A change to `null` is `null`. In Ecto: `get_change/3`.
 *
 * @example
 * const changeset = change(build(users), { email: 'ana@example.com' })
 * getChange(changeset, 'email')
 * // => 'ana@example.com'
 */
export function getChange<Row extends object, Field extends FieldOf<Row>>(
  changeset: Changeset<Row>,
  field: Field,
  fallback: Row[Field] | null = null,
): Row[Field] | null {
  const value = ownValue(changeset.changes, field)
  return value === undefined ? fallback : value
}

/**
 * The change of a field, or else the row's value, or else `fallback`. In Ecto: `get_field/3`.
 *
 * @example
 * const changeset = change(build(users, { email: 'ana@example.com' }))
 * getField(changeset, 'email')
 * // => 'ana@example.com'
 */
export function getField<Row extends object, Field extends FieldOf<Row>>(
  changeset: Changeset<Row>,
  field: Field,
  fallback: Row[Field] | null = null,
): Row[Field] | null {
  const value = fieldValue(changeset, field)
  return value === undefined ? fallback : value
}

/** The change of a field as `{ value }`, or `null` when it did not change. In Ecto: `fetch_change/2`. */
export function fetchChange<Row extends object, Field extends FieldOf<Row>>(
  { changes }: Changeset<Row>,
  field: Field,
): { readonly value: Row[Field] | null } | null {
  return Object.hasOwn(changes, field) ? { value: changes[field] ?? null } : null
}

/** The change of a field; not to have one is a bug. In Ecto: `fetch_change!/2`. */
export function fetchChangeOrThrow<Row extends object, Field extends FieldOf<Row>>(
  changeset: Changeset<Row>,
  field: Field,
): Row[Field] | null {
  const found = fetchChange(changeset, field)
  if (found) return found.value
  throw missing('fetchChangeOrThrow', field, changeset.changes)
}

/** A field's value and where it is from, or `null`. In Ecto: `fetch_field/2`. */
export function fetchField<Row extends object, Field extends FieldOf<Row>>(
  { changes, data }: Changeset<Row>,
  field: Field,
): { readonly from: 'changes' | 'data'; readonly value: Row[Field] | null } | null {
  if (Object.hasOwn(changes, field)) return { from: 'changes', value: changes[field] ?? null }
  return Object.hasOwn(data, field) ? { from: 'data', value: data[field] ?? null } : null
}

/** A field's value; a field that is in neither changes nor data is a bug. In Ecto: `fetch_field!/2`. */
export function fetchFieldOrThrow<Row extends object, Field extends FieldOf<Row>>(
  changeset: Changeset<Row>,
  field: Field,
): Row[Field] | null {
  const found = fetchField(changeset, field)
  if (found) return found.value
  throw missing('fetchFieldOrThrow', field, changeset.data)
}

/**
 * Whether a field changed, and to or from these values when they are given. In Ecto: `changed?/3`.
 *
 * @example
 * const changeset = change(build(users), { email: 'ana@example.com' })
 * isChanged(changeset, 'email', { to: 'bo@example.com' })
 * // => false
 */
export function isChanged<Row extends object, Field extends FieldOf<Row>>(
  { schema, data, changes }: Changeset<Row>,
  field: Field,
  options: { readonly to?: Row[Field] | null; readonly from?: Row[Field] | null } = {},
): boolean {
  const { type } = knownField(schema, field, 'isChanged')
  if (!Object.hasOwn(changes, field)) return false
  for (const [option, value] of Object.entries(options)) {
    if (option !== 'to' && option !== 'from') {
      throw new TypeError(`isChanged: expected the options to and from, got ${option}.`)
    }
    const known = option === 'to' ? changes : data
    if (!equal(type, ownValue(known, field), value)) return false
  }
  return true
}

/**
 * Whether a field has no value: `null`, or one of the changeset's empty
 * values. White space is a value. In Ecto: `field_missing?/2`.
 */
export function isFieldMissing<Row extends object>(
  changeset: Changeset<Row>,
  field: FieldOf<Row>,
  asker = 'isFieldMissing',
): boolean {
  const value = fieldValue(changeset, field)
  if (isNothing(value)) {
    knownField(changeset.schema, field, asker)
    return true
  }
  if (!isEmptyValue(changeset, field, value)) return false
  knownField(changeset.schema, field, asker)
  return true
}

function isEmptyValue<Row extends object>(
  { schema, emptyValues }: Changeset<Row>,
  field: FieldOf<Row>,
  value: unknown,
): boolean {
  if (emptyValues === EMPTY_VALUES) return value === ''
  const typed = withFloats(findField(schema, field)?.type ?? 'any', value)
  return emptyValues.some((empty) => strictEqual(empty, typed))
}

/** The change, or else the row's value; `undefined` when the field is in neither. */
export function fieldValue<Row extends object, Field extends FieldOf<Row>>(
  { changes, data }: Pick<Changeset<Row>, 'changes' | 'data'>,
  field: Field,
): Row[Field] | null | undefined {
  const changed = ownValue(changes, field)
  return changed === undefined ? ownValue(data, field) : changed
}

function missing<Row>(asker: string, field: string, values: Values<Row>): TypeError {
  const known = Object.keys(values).join(', ') || 'nothing'
  return new TypeError(`${asker}: expected ${field}, got ${known}. Ask whether it is there first.`)
}
