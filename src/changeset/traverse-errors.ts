import type { Changeset, ErrorOpts } from './changeset.ts'
import { isRecord } from './equal.ts'
import { floatText, isFloat } from './number.ts'

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

/**
 * Puts the opts into the placeholders of a message. A placeholder that has no opt shows its own name.
 *
 * @example
 * fillIn('should be at most %{count} character(s)', { count: 160 })
 * // => 'should be at most 160 character(s)'
 */
export function fillIn(message: string, opts: ErrorOpts): string {
  return message.replace(/%\{(\w+)\}/g, (_, key: string) =>
    Object.hasOwn(opts, key) ? textOf(opts[key]) : key,
  )
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(textOf).join('')
  if (typeof value === 'number' && isFloat(value)) return floatText(value)
  // Classes of this library print themselves; a plain map would print as nothing useful.
  return isRecord(value) ? JSON.stringify(value) : `${value as string}`
}
