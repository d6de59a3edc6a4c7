/**
 * Values in a plain form that crosses from the server to whoever looks: JSON in
 * which every object says by `$` what it is. A map that has a `$` itself is a
 * map all the same: its entries stand below it.
 *
 * Writing is bounded and shows no secret: a value is cut where it is long, deep
 * or one of many, and says so; what is secret is not there at all. What cannot
 * be read back, a function or a secret, is `hidden`.
 */
import { isSecretName } from '#lib/secret-name.ts'
import { Refusal } from '#lib/refusal.ts'
import { Secret } from '#lib/secret.ts'

/** How a value says its own form: what it is, and of what it consists. */
export const WIRE = Symbol.for('glasshouse.wire')

export type Wire = string | number | boolean | null | readonly Wire[] | WireObject

/** Entries by their own names: nothing in it has to be a name of ours. */
export type WireBag = { readonly [key: string]: Wire }

export type WireObject =
  | {
      readonly $: 'map'
      readonly of: WireBag
      readonly more?: number
      /** In Elixir its keys are texts, and no atoms. */
      readonly texts?: true
    }
  | {
      readonly $: 'row' | 'built'
      readonly schema: string
      readonly of: WireBag
      readonly hidden?: true
    }
  | WireChangeset
  | { readonly $: 'result'; readonly ok: boolean; readonly of: Wire }
  | { readonly $: 'tuple'; readonly of: readonly Wire[] }
  | { readonly $: 'atom'; readonly of: string }
  | { readonly $: 'keywords'; readonly of: readonly (readonly [string, Wire])[] }
  | { readonly $: 'scope'; readonly user: WireBag | null; readonly organization: string | null }
  | { readonly $: 'mail'; readonly to: Wire; readonly subject: Wire; readonly hidden: true }
  /** Milliseconds since 1970, UTC. */
  | { readonly $: 'time'; readonly of: number }
  | { readonly $: 'error'; readonly name: string; readonly message: string | null }
  /** What is not told: a secret, a function, bytes, or what lies too deep. */
  | { readonly $: 'hidden'; readonly what: string }
  /** A text, or the rest of a list, that would be too long. */
  | { readonly $: 'cut'; readonly of?: string; readonly more: number }

interface WireChangeset {
  readonly $: 'changeset'
  readonly schema: string
  /** The row that it starts from. */
  readonly data: 'built' | 'loaded'
  readonly action: string | null
  readonly valid: boolean
  readonly changes: WireBag
  readonly errors: readonly WireBag[]
  readonly constraints: readonly string[]
  readonly hidden?: true
}

/** What a row tells of itself. */
export interface RowForm {
  readonly $: 'row'
  readonly schema: string
  readonly fields: object
  /** Whether a field was left out. */
  readonly hidden: boolean
}

/** What a changeset tells of itself. */
export interface ChangesetForm extends Omit<RowForm, '$' | 'fields'> {
  readonly $: 'changeset'
  readonly data: 'built' | 'loaded'
  readonly action: string | null
  readonly valid: boolean
  readonly changes: object
  readonly errors: readonly {
    readonly field: string
    readonly message: string
    /** The message with its places, where it has any: `at most %{count}`. */
    readonly template?: string
    readonly opts: object
  }[]
  readonly constraints: readonly string[]
}

const LONGEST_TEXT = 200
const MOST_ITEMS = 10
const MOST_ENTRIES = 20
const DEEPEST = 5
/** In texts and names, of one value in all. */
const MOST_CHARACTERS = 3_000

interface Options {
  /** The value has a name that says it is secret: a parameter, a function. */
  readonly secret?: boolean
  /** Off where nobody knows by which names its texts go: then none of them is told. */
  readonly texts?: boolean
}

/** Writes a value, without its secrets. */
export function toWire(value: unknown, { secret = false, texts = true }: Options = {}): Wire {
  return new Writer(texts).write(value, secret, 0)
}

const HIDDEN = hidden('secret')

function hidden(what: string): WireObject {
  return Object.freeze({ $: 'hidden', what })
}

// A token of this house is 43 characters of base64url; an API token has one at its end.
const TOKEN = /(?<![\w-])(?:[\w-]+\.)?[\w-]{43}(?![\w-])/g
const HASH = /\$argon2\w*\$\S+/g

/** The text, with a word in the place of each token and each hash of a password. */
export const withoutTokens = (text: string): string =>
  text.replace(TOKEN, '‹token›').replace(HASH, '‹hash›').toWellFormed()

/** Whether a value says its own form as a row does. */
export const hasForm = (value: object): value is { readonly [WIRE]: () => RowForm } => WIRE in value

class Writer {
  readonly #texts: boolean
  #left = MOST_CHARACTERS

  constructor(texts: boolean) {
    this.#texts = texts
  }

  write(value: unknown, secret: boolean, depth: number): Wire {
    if (value === null || value === undefined || typeof value === 'boolean') return value ?? null
    if (Array.isArray(value)) return this.#list(value, secret, depth)
    if (secret || value instanceof Secret) return HIDDEN
    if (typeof value === 'string') return this.#text(value)
    if (typeof value === 'number' && Number.isFinite(value)) return value
    if (typeof value !== 'object') return hidden(typeof value === 'function' ? 'function' : 'value')
    if (ArrayBuffer.isView(value)) return hidden(`${value.byteLength} bytes`)
    if (depth >= DEEPEST || this.#left <= 0) return hidden('deeper')
    return this.#object(value, depth)
  }

  #text(text: string): Wire {
    if (!this.#texts) return hidden('text')
    const told = withoutTokens(text)
    const most = Math.max(0, Math.min(LONGEST_TEXT, this.#left))
    this.#left -= Math.min(told.length, most)
    if (told.length <= most) return told
    return { $: 'cut', of: told.slice(0, most).toWellFormed(), more: told.length - most }
  }

  #list(items: readonly unknown[], secret: boolean, depth: number): readonly Wire[] {
    const told = items.slice(0, MOST_ITEMS).map((item) => this.write(item, secret, depth + 1))
    if (items.length > told.length) told.push({ $: 'cut', more: items.length - told.length })
    return Object.freeze(told)
  }

  #object(value: object, depth: number): WireObject {
    if (WIRE in value) return this.#ownForm(value, depth)
    if (isScope(value)) return this.#scope(value)
    if (value instanceof Date) return { $: 'time', of: value.getTime() }
    if (value instanceof Error)
      // A refusal has a sentence for anybody. The text of another may quote what a person typed.
      return {
        $: 'error',
        name: value.name,
        message: value instanceof Refusal ? value.message : null,
      }
    if (isBase(value)) return this.#base(value, depth)
    if (isResult(value)) {
      const of = this.write('error' in value ? value.error : value.value, false, depth + 1)
      return { $: 'result', ok: value.ok, of }
    }
    if (isMail(value)) {
      // Its text may hold a link.
      const [to, subject] = [this.#text(value.to), this.#text(value.subject)]
      return { $: 'mail', to, subject, hidden: true }
    }
    const more = Object.keys(value).length - MOST_ENTRIES
    return { $: 'map', of: this.#bag(value, depth), ...(more > 0 && { more }) }
  }

  #ownForm(value: object, depth: number): WireObject {
    // Who has the symbol has the method: `RowForm` and `ChangesetForm` are all there are.
    const form = (value as { [WIRE]: () => RowForm | ChangesetForm })[WIRE]()
    if (form.$ === 'row') {
      const of = this.#bag(form.fields, depth)
      return { $: 'row', schema: form.schema, of, ...(form.hidden && { hidden: true }) }
    }
    const { schema, data, action, valid, changes, errors, constraints } = form
    return {
      ...{ $: 'changeset', schema, data, action, valid, changes: this.#bag(changes, depth) },
      errors: errors.slice(0, MOST_ITEMS).map((error) => this.#bag(error, depth)),
      constraints: constraints.slice(0, MOST_ITEMS),
      ...(form.hidden && { hidden: true }),
    }
  }

  #base({ data, state }: Base, depth: number): WireObject {
    const row = this.#object(data, depth)
    return state === 'built' && row.$ === 'row' ? { ...row, $: 'built' } : row
  }

  #scope({ user, organization }: Scope): WireObject {
    return {
      $: 'scope',
      user: user && this.#bag({ id: user.id, email: user.email }, 0),
      organization: organization?.slug ?? null,
    }
  }

  #bag(values: object, depth: number): WireBag {
    const entries = Object.entries(values)
      .slice(0, MOST_ENTRIES)
      .map(([key, value]: [string, unknown]) => {
        const name = key.slice(0, LONGEST_TEXT).toWellFormed()
        this.#left -= name.length
        return [name, this.write(value, isSecretName(key), depth + 1)] as const
      })
    return Object.freeze(Object.fromEntries(entries))
  }
}

interface Scope {
  readonly repo: object
  readonly user: { readonly id: number; readonly email?: string } | null
  readonly organization?: { readonly slug: string } | null
}

interface Base {
  readonly data: object
  readonly state: string
}

type Answer =
  { readonly ok: true; readonly value?: unknown } | { readonly ok: false; readonly error: unknown }

const isScope = (value: object): value is Scope => 'repo' in value && 'user' in value

const isBase = (value: object): value is Base =>
  'schema' in value && 'data' in value && 'state' in value && typeof value.data === 'object'

const isResult = (value: object): value is Answer =>
  'ok' in value &&
  typeof value.ok === 'boolean' &&
  Object.keys(value).length === 2 &&
  ('value' in value || 'error' in value)

const isMail = (value: object): value is { readonly to: string; readonly subject: string } =>
  'to' in value &&
  'subject' in value &&
  'text' in value &&
  typeof value.to === 'string' &&
  typeof value.subject === 'string'
