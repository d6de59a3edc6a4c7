/**
 * Values on their way between a prompt and the server, whole enough to be used
 * where they arrive. JSON in which every object says by `$` what it is, so that
 * a map with a key `$` is a map all the same. What a schema redacts is left
 * out: it is not hidden, it is not there.
 */
import { isChangeset, type Changeset, type Constraint } from '#changeset/changeset.ts'
import { isSecretField } from '#changeset/redact.ts'
import type { Base, Schema } from '#changeset/schema.ts'
import { isSecretName } from '#lib/secret-name.ts'
import { hasForm, withoutTokens, WIRE, type RowForm } from '#trace/wire.ts'
import { Atom, isKeywords, PromptScope, textKeysOf, Time, Tuple, type Value } from './values.ts'

export type Sent = string | number | boolean | null | readonly Sent[] | SentObject

export type SentBag = { readonly [name: string]: Sent }

export interface SentRow {
  readonly $: 'row'
  readonly schema: string
  readonly state: 'built' | 'loaded'
  readonly of: SentBag
}

export interface SentConstraint extends Omit<Constraint, 'constraint'> {
  readonly constraint: string
}

export interface SentChangeset {
  readonly $: 'changeset'
  readonly base: SentRow
  readonly action: string | null
  readonly valid: boolean
  readonly changes: SentBag
  readonly errors: readonly {
    readonly field: string
    readonly message: string
    readonly opts: SentBag
  }[]
  readonly constraints: readonly SentConstraint[]
  /** Whether something of it could not be sent: a redacted change, or work for the repo. */
  readonly isPart: boolean
  /** The fields whose changes are redacted. */
  readonly redacted?: readonly string[]
}

export type SentObject =
  | { readonly $: 'map'; readonly of: SentBag; readonly texts?: readonly string[] }
  | { readonly $: 'atom'; readonly of: string }
  | { readonly $: 'tuple'; readonly of: readonly Sent[] }
  | { readonly $: 'time'; readonly of: number }
  | { readonly $: 'schema'; readonly of: string }
  | SentRow
  | SentChangeset
  | { readonly $: 'result'; readonly ok: boolean; readonly of: Sent }
  | { readonly $: 'scope'; readonly user: Sent; readonly organization: string | null }
  | { readonly $: 'mail'; readonly to: string; readonly subject: string }
  | { readonly $: 'list'; readonly of: readonly Sent[]; readonly more: number }
  /** A function, bytes, a secret: what cannot cross. */
  | { readonly $: 'none'; readonly what: string }

interface Options {
  /** On the way out of the server nothing secret goes along; on the way in a password has to. */
  readonly hidesSecrets: boolean
}

const MOST_ITEMS = 50
const DEEPEST = 8

/** The value as it may be sent. */
export function send(value: Value, { hidesSecrets }: Options): Sent {
  return new Sender(hidesSecrets).send(value, 0)
}

class Sender {
  readonly #hidesSecrets: boolean

  constructor(hidesSecrets: boolean) {
    this.#hidesSecrets = hidesSecrets
  }

  send(value: Value, depth: number): Sent {
    if (value === null || value === undefined) return null
    if (typeof value === 'boolean') return value
    if (typeof value === 'string') return this.#hidesSecrets ? withoutTokens(value) : value
    if (typeof value === 'number') return Number.isFinite(value) ? value : none('number')
    if (typeof value !== 'object') return none(typeof value)
    if (depth > DEEPEST) return none('deeper')
    if (Array.isArray(value)) return this.#list(value, depth)
    return this.#object(value, depth + 1)
  }

  #list(items: readonly Value[], depth: number): Sent {
    if (isKeywords(items) && !this.#hidesSecrets)
      return { $: 'map', of: this.#bag(Object.fromEntries(items.map(pairOf)), depth) }
    const of = items.slice(0, MOST_ITEMS).map((item) => this.send(item, depth + 1))
    const more = items.length - of.length
    return more > 0 ? { $: 'list', of, more } : of
  }

  #object(value: object, depth: number): Sent {
    if (value instanceof Atom) return { $: 'atom', of: value.name }
    if (value instanceof Tuple)
      return { $: 'tuple', of: value.items.map((item) => this.send(item, depth)) }
    if (value instanceof Time) return { $: 'time', of: value.milliseconds }
    if (value instanceof Date) return { $: 'time', of: value.getTime() }
    if (value instanceof PromptScope)
      return {
        ...{ $: 'scope', user: this.send(value.user, depth) },
        organization: value.organization,
      }
    if (isScope(value))
      return {
        ...{ $: 'scope', user: this.send(value.user, depth) },
        organization: value.organization?.slug ?? null,
      }
    if (isBase(value))
      return isChangeset(value) ? this.#changeset(value, depth) : this.#row(value, depth)
    if (isSchema(value)) return { $: 'schema', of: value.name }
    if (hasForm(value)) return this.#form(value[WIRE](), depth)
    if (ArrayBuffer.isView(value)) return none('bytes')
    return this.#map(value, depth)
  }

  #form({ schema, fields }: RowForm, depth: number): SentRow {
    return { $: 'row', schema, state: 'loaded', of: this.#bag(fields, depth) }
  }

  #row({ schema, data, state }: Base<object>, depth: number): SentRow {
    const seen = Object.entries(data).filter(([name]) => !isSecretField(schema, name))
    return { $: 'row', schema: schema.name, state, of: this.#bag(Object.fromEntries(seen), depth) }
  }

  #changeset(changeset: Changeset<object>, depth: number): SentChangeset {
    const { schema, action, valid, errors, constraints, prepare } = changeset
    const all = Object.entries(changeset.changes)
    const seen = all.filter(([name]) => !isSecretField(schema, name))
    const redacted = all.map(([name]) => name).filter((name) => isSecretField(schema, name))
    return {
      ...{ $: 'changeset', base: this.#row(changeset, depth), action, valid },
      changes: this.#bag(Object.fromEntries(seen), depth),
      errors: errors.map(({ field, message, opts }) => ({
        ...{ field, message, opts: this.#bag(opts, depth) },
      })),
      constraints: constraints.map((one) => ({ ...one, constraint: String(one.constraint) })),
      isPart:
        redacted.length > 0 ||
        prepare.length > 0 ||
        constraints.some(({ constraint }) => typeof constraint !== 'string'),
      ...(redacted.length > 0 && { redacted }),
    }
  }

  #map(value: object, depth: number): Sent {
    const { ok, value: of, error, to, subject } = value as Readonly<Record<string, Value>>
    const size = Object.keys(value).length
    if (typeof ok === 'boolean' && size === 2 && ('value' in value || 'error' in value))
      return { $: 'result', ok, of: this.send(ok ? of : error, depth) }
    if ('text' in value && typeof to === 'string' && typeof subject === 'string')
      return { $: 'mail', to, subject }
    const texts = [...textKeysOf(value)]
    return { $: 'map', of: this.#bag(value, depth), ...(texts.length > 0 && { texts }) }
  }

  #bag(values: object, depth: number): SentBag {
    const entries = Object.entries(values).filter(
      ([name]) => !(this.#hidesSecrets && isSecretName(name)),
    )
    return Object.fromEntries(entries.map(([name, item]) => [name, this.send(item, depth)]))
  }
}

const none = (what: string): SentObject => ({ $: 'none', what })

const pairOf = ({ items: [name, value] }: Tuple): readonly [string, Value] => [
  name instanceof Atom ? name.name : '',
  value,
]

const isBase = (value: object): value is Base<object> =>
  'schema' in value && 'data' in value && 'state' in value

interface AnyScope {
  readonly user: object | null
  readonly organization: { readonly slug: string } | null
}

const isScope = (value: object): value is AnyScope => 'repo' in value && 'user' in value

const isSchema = (value: object): value is Schema<object> =>
  'fields' in value && 'source' in value && 'primaryKey' in value
