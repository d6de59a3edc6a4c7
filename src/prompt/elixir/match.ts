import { Atom, Tuple, type Value } from '../values.ts'
import { isSame } from './operators.ts'
import { NotRead, type Tree } from './tree.ts'

interface Names {
  /** What this match binds. */
  readonly bound: Map<string, Value>
  /** What has a value already, for `^name`. */
  readonly variables: ReadonlyMap<string, Value>
}

/** Whether a value has the form of a pattern; its names are bound. In Elixir: `=`. */
export function matches(pattern: Tree, value: Value, names: Names): boolean {
  const all = (parts: readonly Tree[], items: readonly Value[] | null) =>
    items?.length === parts.length &&
    parts.every((part, index) => matches(part, items[index], names))
  switch (pattern.is) {
    case 'variable':
      return bind(pattern.name, value, names.bound)
    case 'pinned':
      return isSame(names.variables.get(pattern.name), value)
    case 'value':
      return pattern.value === value
    case 'text':
      return textOf(pattern.parts) === value
    case 'atom':
      return value === Atom.of(pattern.name)
    case 'list': {
      const [first] = pattern.parts
      if (pattern.parts.length === 1 && first?.is === 'operator' && first.name === '|')
        return (
          isList(value) &&
          value.length > 0 &&
          matches(first.left, value[0], names) &&
          matches(first.right, value.slice(1), names)
        )
      return all(pattern.parts, isList(value) ? value : null)
    }
    case 'tuple':
      return all(pattern.parts, itemsOf(value))
    case 'map':
      return pattern.pairs.every(([key, part]) => {
        const name = key.is === 'atom' ? key.name : key.is === 'text' ? textOf(key.parts) : null
        return name !== null && hasKey(value, name) && matches(part, value[name], names)
      })
    case 'match':
      return matches(pattern.pattern, value, names) && matches(pattern.to, value, names)
    default:
      throw new NotRead(0, 'Left of = stand names and data.')
  }
}

function bind(name: string, value: Value, bound: Map<string, Value>): boolean {
  if (name === '_') return true
  // The same name twice means the same value twice.
  if (bound.has(name)) return isSame(bound.get(name), value)
  bound.set(name, value)
  return true
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value)

const hasKey = (value: Value, name: string): value is Readonly<Record<string, Value>> =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)

const textOf = (parts: readonly Tree[]): string | null =>
  parts.every((part) => part.is === 'value')
    ? parts.map(({ value }) => String(value)).join('')
    : null

/** `{:ok, user}` matches a result of TypeScript, too: both spellings share their variables. */
function itemsOf(value: Value): readonly Value[] | null {
  if (value instanceof Tuple) return value.items
  if (typeof value !== 'object' || value === null || !('ok' in value)) return null
  const result = value as { readonly ok: boolean; readonly value?: Value; readonly error?: Value }
  if (result.ok) return [Atom.of('ok'), result.value ?? null]
  const { error } = result
  // A word for what went wrong is an atom in Elixir.
  return [
    Atom.of('error'),
    typeof error === 'string' ? Atom.of(error.replaceAll(' ', '_')) : (error ?? null),
  ]
}
