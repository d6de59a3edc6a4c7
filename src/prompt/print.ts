/** Prints a value in its plain form: as a program in TypeScript would write it, and as IEx prints it. */
import { REDACTED } from '#lib/redacted.ts'
import type { Wire, WireBag, WireObject } from '#trace/wire.ts'
import { wireInWords } from '#trace/wire-words.ts'
import { moduleOf, tableOf } from './elixir-names.ts'
import { draw, loose, part, tight, WIDTH, type Layout } from './layout.ts'

/** `{ ok: true, value: User { id: 1, … } }` */
export const asTypeScript = (wire: Wire): string => wireInWords(wire)

interface Options {
  readonly width?: number
  /** How the keys of maps print: those of params are texts, `%{"email" => …}`. */
  readonly keys?: Keys
}

type Keys = 'atoms' | 'texts'

/**
 * The value as IEx prints it, 80 columns wide.
 *
 * @example
 * asElixir({ $: 'result', ok: false, of: 'not found' })
 * // => '{:error, :not_found}'
 */
export function asElixir(wire: Wire, { width = WIDTH, keys = 'atoms' }: Options = {}): string {
  return draw(layoutOf(wire, keys), width)
}

function layoutOf(wire: Wire, keys: Keys): Layout {
  if (wire === null) return 'nil'
  if (typeof wire === 'string') return text(wire)
  if (typeof wire !== 'object') return String(wire)
  // `Array.isArray` does not know a list that cannot be changed.
  if (isList(wire)) return listLayout(wire, keys)
  return objectLayout(wire, keys)
}

const isList = (wire: Wire): wire is readonly Wire[] => Array.isArray(wire)

const listLayout = (items: readonly Wire[], keys: Keys) =>
  tight(
    '[',
    items.map((item) => layoutOf(item, keys)),
    ']',
  )

type Kind = WireObject['$']
type Of<Name extends Kind> = Extract<WireObject, { readonly $: Name }>

function objectLayout(wire: WireObject, keys: Keys): Layout {
  switch (wire.$) {
    case 'map':
      return mapLayout(wire, keys)
    case 'row':
    case 'built':
      return rowLayout(wire, keys)
    case 'changeset':
      return changesetLayout(wire, keys)
    case 'result':
      return resultLayout(wire, keys)
    case 'tuple': {
      const parts = wire.of.map((item) => layoutOf(item, keys))
      return tight('{', parts, '}')
    }
    case 'keywords':
      return keywords(wire.of.map(([name, value]) => [name, layoutOf(value, keys)]))
    case 'atom':
      return atom(wire.of)
    case 'scope':
      return scopeLayout(wire)
    case 'mail': {
      const to = tight('[', [tight('{', ['""', layoutOf(wire.to, keys)], '}')], ']')
      const subject = part(layoutOf(wire.subject, keys), 'subject: ')
      return loose('#Swoosh.Email<', [part(to, 'to: '), subject, part('...')], '>')
    }
    case 'time':
      return time(wire.of)
    case 'error':
      return `%${wire.name}{message: ${wire.message === null ? 'nil' : text(wire.message)}}`
    case 'hidden':
      return hidden(wire.what)
    case 'cut':
      return wire.of === undefined ? '...' : `${text(wire.of)} <> ...`
  }
}

function mapLayout({ of, more, texts }: Of<'map'>, outside: Keys): Layout {
  const keys = texts ? 'texts' : outside
  const parts = sorted(of).map(([name, value]) =>
    part(layoutOf(value, keys), keys === 'texts' ? `${text(name)} => ` : `${key(name)}: `),
  )
  return loose('%{', [...parts, ...(more ? [part('...')] : [])], '}')
}

/** A map of up to 32 entries prints in the order of its keys. */
const sorted = (of: WireBag) => Object.entries(of).toSorted(([a], [b]) => (a < b ? -1 : 1))

// A schema that redacts a field prints as no struct that could be typed in.
function rowLayout({ $, schema, of, hidden: isHidden }: Of<'row' | 'built'>, keys: Keys): Layout {
  const state = $ === 'row' ? 'loaded' : 'built'
  const table = tableOf(schema)
  const parts = [
    ...(table === null ? [] : [part(`#Ecto.Schema.Metadata<:${state}, "${table}">`, '__meta__: ')]),
    ...Object.entries(of).map(([name, value]) => part(fieldLayout(name, value, keys), `${name}: `)),
  ]
  return isHidden
    ? loose(`#${moduleOf(schema)}<`, [...parts, part('...')], '>')
    : loose(`%${moduleOf(schema)}{`, parts, '}')
}

/** Times are milliseconds here; in Ecto a field that ends in `_at` has a `DateTime`. */
function fieldLayout(name: string, value: Wire, keys: Keys): Layout {
  if (!name.endsWith('_at')) return layoutOf(value, keys)
  if (typeof value === 'number') return time(value)
  // A recording has no times.
  return value === '‹time›' ? '~U[…]' : layoutOf(value, keys)
}

function changesetLayout(wire: Of<'changeset'>, keys: Keys): Layout {
  const { schema, action, valid, changes, errors, hidden: isHidden } = wire
  const shown = sorted(changes).map(([name, value]) =>
    part(fieldLayout(name, value, keys), `${key(name)}: `),
  )
  const told = isHidden ? [...shown, part('...')] : shown
  return loose(
    '#Ecto.Changeset<',
    [
      part(action === null ? 'nil' : atom(action), 'action: '),
      part(loose('%{', told, '}'), 'changes: '),
      part(keywords(errors.map((error) => errorEntry(error, keys))), 'errors: '),
      part(`#${moduleOf(schema)}<>`, 'data: '),
      part(String(valid), 'valid?: '),
      part('...'),
    ],
    '>',
  )
}

/** `email: {"can't be blank", [validation: :required]}` */
function errorEntry(error: WireBag, keys: Keys): readonly [string, Layout] {
  const { field = '', message = null, template = message, opts = null } = error
  const entries = isMap(opts) ? Object.entries(opts.of) : []
  const told = entries.map(([name, value]): [string, Layout] => [
    name,
    optLayout(name, value, keys),
  ])
  const name = typeof field === 'string' ? field : ''
  return [name, tight('{', [layoutOf(template, keys), keywords(told)], '}')]
}

const isMap = (wire: Wire): wire is Of<'map'> =>
  typeof wire === 'object' && wire !== null && !isList(wire) && wire.$ === 'map'

// Under these names Ecto has atoms.
const ATOMS = ['validation', 'kind', 'constraint', 'match', 'type']

function optLayout(name: string, value: Wire, keys: Keys): Layout {
  if (name === 'fields' && isList(value))
    return tight(
      '[',
      value.map((item) => (typeof item === 'string' ? atom(item) : '...')),
      ']',
    )
  return ATOMS.includes(name) && typeof value === 'string' ? atom(value) : layoutOf(value, keys)
}

function resultLayout({ ok, of }: Of<'result'>, keys: Keys): Layout {
  // A word for what went wrong is an atom in Elixir.
  const value = !ok && typeof of === 'string' ? atom(of.replaceAll(' ', '_')) : layoutOf(of, keys)
  return tight('{', [ok ? ':ok' : ':error', value], '}')
}

/** A visitor is `nil` in Phoenix. */
function scopeLayout({ user, organization }: Of<'scope'>): Layout {
  if (user === null) return 'nil'
  const known = Object.entries(user).map(([name, value]) =>
    part(layoutOf(value, 'atoms'), `${name}: `),
  )
  const person = loose(`#${moduleOf('User')}<`, [...known, part('...')], '>')
  const slug = organization === null ? [] : [part(text(organization), 'slug: '), part('...')]
  const within =
    organization === null
      ? []
      : [part(loose(`#${moduleOf('Organization')}<`, slug, '>'), 'organization: ')]
  return loose(`%${moduleOf('Scope')}{`, [part(person, 'user: '), ...within], '}')
}

const keywords = (entries: readonly (readonly [string, Layout])[]): Layout =>
  loose(
    '[',
    entries.map(([name, layout]) => part(layout, `${key(name)}: `)),
    ']',
  )

const PLAIN = /^[\p{L}_][\p{L}\p{N}_@]*[?!]?$/u
const key = (name: string) => (PLAIN.test(name) ? name : text(name))
/** A module is an atom that says so. */
const atom = (name: string) =>
  name.startsWith('Elixir.') ? name.slice('Elixir.'.length) : `:${key(name)}`
const text = (value: string) => JSON.stringify(value).replaceAll('#{', '\\#{')

const time = (milliseconds: number) =>
  `~U[${new Date(milliseconds).toISOString().replace('T', ' ').slice(0, 19)}Z]`

function hidden(what: string): string {
  if (what === 'secret') return text(REDACTED)
  if (what === 'function') return '#Function<...>'
  if (what === 'time') return '~U[…]'
  return what.endsWith('bytes') ? '<<...>>' : '...'
}
