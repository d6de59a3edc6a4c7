/**
 * What Elixir has and JavaScript has not, so that both spellings share their
 * variables. A map is an object here, a list an array, nil is null.
 */
import { isSecretName } from '#lib/secret-name.ts'
import { toWire, type Wire } from '#trace/wire.ts'

/** Anything that a variable may hold. */
export type Value = unknown

const atoms = new Map<string, Atom>()

export class Atom {
  readonly name: string

  private constructor(name: string) {
    this.name = name
  }

  /** The one atom of this name. */
  static of(name: string): Atom {
    const atom = atoms.get(name) ?? new Atom(name)
    atoms.set(name, atom)
    return atom
  }
}

export class Tuple {
  readonly items: readonly Value[]

  constructor(items: readonly Value[]) {
    this.items = Object.freeze([...items])
  }
}

/** An instant: `~U[2025-11-20 00:58:37Z]`. */
export class Time {
  readonly milliseconds: number

  constructor(milliseconds: number) {
    this.milliseconds = milliseconds
  }
}

/** Who asks, as far as a prompt knows: the person's row and no database. In Phoenix: `Scope`. */
export class PromptScope {
  readonly user: Readonly<Record<string, Value>> | null
  readonly organization: string | null

  constructor(user: PromptScope['user'], organization: string | null = null) {
    this.user = user
    this.organization = organization
  }
}

/** How many items of a list were not sent. */
export const MORE = Symbol('more')

/** A text to be read, as `h` and `exports` print it. */
export class Printed {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** Which keys of a map were texts: an object cannot tell `%{"email" => 1}` from `%{email: 1}`. */
export const TEXT_KEYS = Symbol('text keys')

export const textKeysOf = (map: object): ReadonlySet<string> =>
  (map as { readonly [TEXT_KEYS]?: ReadonlySet<string> })[TEXT_KEYS] ?? NO_KEYS
const NO_KEYS: ReadonlySet<string> = new Set()

/** A map with these entries, each key an atom or a text. */
export function mapOf(pairs: readonly (readonly [Value, Value])[]): object {
  const texts = new Set(pairs.flatMap(([key]) => (typeof key === 'string' ? [key] : [])))
  const entries = pairs.map(([key, value]) => [key instanceof Atom ? key.name : key, value])
  // What is called `__proto__` is a key like any other.
  const map = Object.fromEntries(entries) as object
  return texts.size === 0 ? map : Object.defineProperty(map, TEXT_KEYS, { value: texts })
}

export const isKeywords = (items: readonly Value[]): items is readonly Tuple[] =>
  items.length > 0 &&
  items.every(
    (item) => item instanceof Tuple && item.items.length === 2 && item.items[0] instanceof Atom,
  )

/** The value in its plain form, to be printed. It is cut where it is long, and has no secret in it. */
export function printable(value: Value): Wire {
  if (value instanceof Atom) return { $: 'atom', of: value.name }
  if (value instanceof Tuple) return { $: 'tuple', of: value.items.map(printable) }
  if (value instanceof Time) return { $: 'time', of: value.milliseconds }
  if (value instanceof PromptScope) return scopeForm(value)
  if (value instanceof Printed) return value.text
  if (Array.isArray(value)) return listForm(value)
  if (isPlainMap(value)) return mapForm(value)
  return toWire(value)
}

const MOST_ITEMS = 50

function listForm(items: readonly Value[]): Wire {
  const shown = items.slice(0, MOST_ITEMS)
  if (isKeywords(items))
    return {
      ...{ $: 'keywords' },
      of: (shown as readonly Tuple[]).map(
        ({ items: [key, value] }) => [(key as Atom).name, printable(value)] as const,
      ),
    }
  const { [MORE]: unsent = 0 } = items as { readonly [MORE]?: number }
  const more = items.length - shown.length + unsent
  return [...shown.map(printable), ...(more > 0 ? [{ $: 'cut', more } as const] : [])]
}

function scopeForm({ user, organization }: PromptScope): Wire {
  const { id, email } = user ?? {}
  const known = user && { id: toWire(id), email: toWire(email) }
  return { $: 'scope', user: known, organization }
}

function mapForm(map: object): Wire {
  if (isMail(map)) return toWire(map)
  const { ok, value, error } = map as { ok?: unknown; value?: unknown; error?: unknown }
  if (
    typeof ok === 'boolean' &&
    Object.keys(map).length === 2 &&
    ('value' in map || 'error' in map)
  )
    return { $: 'result', ok, of: printable(ok ? value : error) }
  const entries = Object.entries(map).slice(0, MOST_ITEMS)
  const of = Object.fromEntries(
    entries.map(([key, item]) => [
      key,
      isSecretName(key) ? toWire(item, { secret: true }) : printable(item),
    ]),
  )
  return { $: 'map', of, ...(textKeysOf(map).size > 0 && { texts: true }) }
}

/** What was mailed prints as a mail. */
const isMail = (map: object): boolean =>
  ['to', 'subject', 'text'].every((name) => Object.hasOwn(map, name))

const isPlainMap = (value: Value): value is object =>
  typeof value === 'object' &&
  value !== null &&
  [null, Object.prototype].includes(Object.getPrototypeOf(value) as null)
