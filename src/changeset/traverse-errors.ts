import type { Changeset, ErrorOpts } from './changeset.ts'
import { fillIn } from './fill-in.ts'

/**
 * The errors of each field, newest first, each made into something else:
 * unless said, into its message with the placeholders filled in. In Ecto: `traverse_errors/2`.
 *
 * @example
 * const changeset = pipe(
 *   cast(build(users), { email: 'ana' }, ['email']),
 *   validateLength('email', { min: 5 }),
 * )
 * traverseErrors(changeset)
 * // => { email: ['should be at least 5 character(s)'] }
 */
export function traverseErrors<Row extends object, Shown = string>(
  changeset: Changeset<Row>,
  show: (message: string, opts: ErrorOpts, field: string) => Shown = fillIn as never,
): Readonly<Record<string, readonly Shown[]>> {
  return grouped(changeset.errors, ({ message, opts, field }) => show(message, opts, field))
}

/**
 * The rules of each field, newest first. In Ecto: `traverse_validations/2`.
 *
 * @example
 * const changeset = pipe(change(build(users)), validateLength('email', { max: 160 }))
 * traverseValidations(changeset, (kind, arg) => [kind, arg])
 * // => { email: [['length', { max: 160 }]] }
 */
export function traverseValidations<Row extends object, Shown>(
  changeset: Changeset<Row>,
  show: (kind: string | null, arg: unknown, field: string) => Shown,
): Readonly<Record<string, readonly Shown[]>> {
  return grouped(changeset.validations, ({ kind, arg, field }) => show(kind, arg, field))
}

function grouped<Item extends { readonly field: string }, Shown>(
  items: readonly Item[],
  show: (item: Item) => Shown,
): Readonly<Record<string, readonly Shown[]>> {
  const byField = new Map<string, Shown[]>()
  for (const item of items) {
    const shown = byField.get(item.field) ?? []
    shown.push(show(item))
    byField.set(item.field, shown)
  }
  return Object.fromEntries(byField)
}
