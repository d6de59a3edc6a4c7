/**
 * A prompt at work: its variables, what was answered before, and what each name
 * stands for. It runs in the reader's worker, and in Node where a transcript is
 * recorded. Whatever knows a database is asked for by name.
 */
import { asRow } from '#changeset/redact.ts'
import { build, loaded, type Base } from '#changeset/schema.ts'
import type { Wire } from '#trace/wire.ts'
import { changesetFunctions, paramsOf } from './changeset-functions.ts'
import { evaluate, noKey, Thrown, type World } from './elixir/evaluate.ts'
import { NotRead, type Tree } from './elixir/tree.ts'
import { didYouMean, docsText, exportsText, noModule } from './helpers.ts'
import { KERNEL } from './kernel.ts'
import { received, type Schemas } from './received.ts'
import {
  byOwnName,
  byPhoenixName,
  moduleNamed,
  ownName,
  schemasOf,
  type PromptModule,
  type Registry,
} from './registry.ts'
import { send, type Sent } from './sent.ts'
import { Atom, printable, Printed, PromptScope, type Value } from './values.ts'

/** A call as the server is asked for it. */
export interface Call {
  readonly name: string
  readonly args: readonly Sent[]
  /** As Phoenix has it, with what it takes there; or as the source has it. */
  readonly spelling: 'elixir' | 'typescript'
}

/** What the server says to a call. */
export type Answer =
  | { readonly ok: true; readonly value: Sent; readonly scope: Sent; readonly note?: string }
  | { readonly ok: false; readonly name: string; readonly message: string }

export type AskServer = (call: Call) => Promise<Answer>

/** What a line came to: a value to be printed, or a text as it is. */
export type Said =
  | { readonly is: 'value'; readonly value: Wire; readonly notes: readonly string[] }
  | { readonly is: 'text'; readonly text: string; readonly notes: readonly string[] }

type AnyRow = Readonly<Record<string, Value>>

const MODULES_OF_CHANGESETS = new Set(['Changeset'])

export class PromptSession implements World {
  readonly variables = new Map<string, Value>()
  readonly registry: Registry
  readonly #schemas: Schemas
  readonly #ask: AskServer
  readonly #answers: Value[] = []
  readonly #changesets
  readonly #width: number
  readonly #url: (path: Value) => string
  #notes: string[] = []
  #hasImported = false

  constructor(registry: Registry, ask: AskServer, { width = 80, origin = '' } = {}) {
    this.registry = registry
    this.#schemas = schemasOf(registry)
    this.#ask = ask
    this.#width = width
    this.#url = urlAt(origin)
    this.#changesets = changesetFunctions((value) => this.baseOf(value))
    this.variables.set('scope', new PromptScope(null)).set('url', this.#url)
  }

  get schemas(): Schemas {
    return this.#schemas
  }

  /** Whose scope `scope` is, from now on. */
  bindScope(scope: Sent): void {
    this.variables.set('scope', received(scope, this.#schemas))
  }

  /** Evaluates a line of Elixir. */
  evaluate(trees: readonly Tree[]): Promise<Said> {
    return this.saying(() => evaluate(trees, this))
  }

  /** Evaluates a line of TypeScript, which `act` runs. Its answer is `_` from then on. */
  sayingTypeScript(act: () => Promise<Value>): Promise<Said> {
    return this.saying(async () => {
      const value = await act()
      this.variables.set('_', value)
      return value
    })
  }

  /** Keeps what a line answers, for `v()`, and says it. */
  async saying(act: () => Promise<Value>): Promise<Said> {
    this.#notes = []
    const value = await act()
    this.#answers.push(value)
    const notes = this.#notes
    if (value instanceof Printed) return { is: 'text', text: value.text, notes }
    return { is: 'value', value: printable(value), notes }
  }

  /** Asks the server, and makes a value of what it answers. What is thrown there is thrown here. */
  async ask(name: string, args: readonly Value[], spelling: Call['spelling']): Promise<Value> {
    const sent = args.map((each) => send(each, { hidesSecrets: false }))
    const answer = await this.#ask({ name, args: sent, spelling })
    if (!answer.ok) throw new Thrown(answer.name, answer.message)
    if (answer.note !== undefined && !this.#notes.includes(answer.note))
      this.#notes.push(answer.note)
    this.bindScope(answer.scope)
    return received(answer.value, this.#schemas)
  }

  async call(module: string | null, name: string, args: readonly Value[]): Promise<Value> {
    const arity = args.length
    const own = module === null ? null : ownName(module)
    const kernel = KERNEL[`${own === null ? '' : `${own}.`}${name}/${arity}`]
    if (kernel) return kernel(...args)
    if (own === null && name === 'url' && arity === 1) return this.#url(args[0])
    if (own === null || MODULES_OF_CHANGESETS.has(own)) return this.#changesetCall(own, name, args)
    const listed = moduleNamed(this.registry, own)
    if (own === 'Scope' && name === 'for_user' && arity === 1) return this.#scopeFor(args[0])
    if (!listed) throw new Thrown('UndefinedFunctionError', noModule(this.registry, own))
    const found = byPhoenixName(listed, name, arity)
    if (found?.notHere) throw new NotRead(0, found.notHere)
    if (found) return this.ask(`${own}.${found.name}`, args.map(checked), 'elixir')
    if (byOwnName(listed, name))
      throw new Thrown(
        'UndefinedFunctionError',
        `${own}.${name} is its name in TypeScript. Write it with \`await\`, or give it the name that \`h ${own}.${name}\` tells`,
      )
    const scoped = byPhoenixName(listed, name, arity + 1)
    if (scoped?.first === 'scope')
      throw undefinedFunction(
        `${own}.${name}/${arity}`,
        ` ${name}/${arity + 1} takes a scope first. You have one: \`scope\``,
      )
    throw undefinedFunction(`${own}.${name}/${arity}`, didYouMean(listed, name))
  }

  /** For what is listed and not called. */
  refused(sentence: string): NotRead {
    return new NotRead(0, sentence)
  }

  /** For a function that a module has not, by its name in TypeScript. */
  unknown(module: PromptModule, name: string): Thrown {
    return new Thrown(
      'TypeError',
      `${module.name} has no function ${name}.${didYouMean(module, name, 'typescript')}`,
    )
  }

  #changesetCall(module: string | null, name: string, args: readonly Value[]): Value {
    const [base, ...rest] = args
    const isAsking = name === 'unsafe_validate_unique' && args.length === 3
    const found = Object.hasOwn(this.#changesets, name) ? this.#changesets[name] : undefined
    const isThere = isAsking || (found?.arities.includes(args.length) ?? false)
    if (!isThere)
      throw undefinedFunction(`${module === null ? '' : 'Ecto.Changeset.'}${name}/${args.length}`)
    if (module === null && !this.#hasImported)
      throw new Thrown(
        'CompileError',
        `undefined function ${name}/${args.length}. It is one of Ecto.Changeset: type \`import Ecto.Changeset\` first`,
      )
    if (isAsking) return this.ask('Changeset.unsafeValidateUnique', [base, rest[0]], 'elixir')
    return found?.call(base, rest) ?? null
  }

  #scopeFor(user: Value): Value {
    if (user === null) return null
    if (this.#schemaNameOf(user) === 'User') return new PromptScope(user as AnyRow)
    throw new Thrown(
      'FunctionClauseError',
      'no function clause matching in Scope.for_user/1: it takes a user, or nil',
    )
  }

  struct(module: string, values: ReadonlyMap<string, Value>): Value {
    const name = ownName(module)
    if (name === 'Scope') return new PromptScope((values.get('user') ?? null) as AnyRow | null)
    const schema = this.#schemas.get(name)
    if (!schema) {
      const known = [...this.#schemas.keys(), 'Scope'].map((each) => `%${each}{}`).join(', ')
      throw new Thrown('CompileError', `${module}.__struct__/0 is undefined. There are ${known}`)
    }
    for (const field of values.keys())
      if (!Object.hasOwn(schema.fields, field))
        throw new Thrown('KeyError', `key :${field} not found in: %${name}{}`)
    return build(schema, values.size === 0 ? undefined : Object.fromEntries(values))
  }

  changed(base: object, values: ReadonlyMap<string, Value>): Value {
    const schema = this.#schemas.get(this.#schemaNameOf(base) ?? '')
    if (!schema) return undefined
    for (const field of values.keys())
      if (!Object.hasOwn(schema.fields, field)) throw noKey(field, base)
    if ('state' in base) {
      const { data } = base as Base<AnyRow>
      return build(schema, { ...data, ...Object.fromEntries(values) })
    }
    return asRow(schema, { ...base, ...Object.fromEntries(values) })
  }

  fieldOf(base: Value, name: string): Value {
    if (typeof base !== 'object' || base === null) throw noKey(name, base)
    const schema = this.#schemas.get(this.#schemaNameOf(base) ?? '')
    const field = schema && Object.hasOwn(schema.fields, name) ? schema.fields[name] : undefined
    if (field?.redact)
      throw new NotRead(0, `\`${name}\` is redacted by its schema: it never leaves the server.`)
    const isBuilt = schema !== undefined && 'state' in base && !('changes' in base)
    const of = (isBuilt ? (base as Base<AnyRow>).data : base) as AnyRow
    // A changeset says in Elixir whether it is valid with a question mark.
    const own = name === 'valid?' ? 'valid' : name
    if (!Object.hasOwn(of, own)) throw noKey(name, base)
    return of[own]
  }

  helper(name: string, about: string | null): Value {
    switch (name) {
      case 'h':
        return new Printed(docsText(this.registry, about ?? 'Accounts'))
      case 'exports':
        return new Printed(exportsText(this.registry, about ?? 'Accounts', this.#width))
      case 'alias':
        return this.#alias(about)
      case 'import':
      case 'require':
        return this.#import(about)
      case 'v':
        return this.answered(about === null || about === '' ? -1 : Number(about))
      case 'recompile':
        return new Printed('There is nothing to compile: every line meets the running server.')
    }
    return undefined
  }

  /** What a line answered: by its number, or counted from the last. */
  answered(number: number): Value {
    const at = number > 0 ? number - 1 : this.#answers.length + number
    if (at in this.#answers) return this.#answers[at]
    throw new Thrown('RuntimeError', `v(${number}) is out of bounds: no such line has answered`)
  }

  /** What a changeset can start from. */
  baseOf(value: Value): Base<AnyRow> | null {
    if (typeof value !== 'object' || value === null) return null
    if ('schema' in value && 'state' in value) return value as Base<AnyRow>
    const schema = this.#schemas.get(this.#schemaNameOf(value) ?? '')
    return schema ? loaded(schema, value as AnyRow) : null
  }

  #alias(about: string | null): Value {
    const name = ownName(about ?? '')
    const isKnown = moduleNamed(this.registry, name) ?? this.#schemas.get(name)
    if (!isKnown && name !== 'Changeset') throw new NotRead(0, noModule(this.registry, name))
    return Atom.of(`Elixir.${about ?? name}`)
  }

  #import(about: string | null): Value {
    if (ownName(about ?? '') !== 'Changeset')
      throw new NotRead(0, 'This prompt imports Ecto.Changeset and nothing else.')
    this.#hasImported = true
    return Atom.of('Elixir.Ecto.Changeset')
  }

  #schemaNameOf(value: Value): string | null {
    const form = printable(value)
    if (typeof form !== 'object' || form === null || !('$' in form)) return null
    return form.$ === 'row' || form.$ === 'built' || form.$ === 'changeset' ? form.schema : null
  }
}

/** The address of a path of the site: `url(~p"/users/log-in")`. In Phoenix: `url/1` of verified routes. */
const urlAt =
  (origin: string) =>
  (path: Value): string => {
    if (typeof path === 'string' && path.startsWith('/')) return origin + path
    throw new Thrown('ArgumentError', 'url/1 takes a path of the site: url(~p"/users/log-in")')
  }

/** A map with both kinds of keys is refused where it would be cast. */
function checked(value: Value): Value {
  const isMap =
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  if (isMap && !('ok' in value)) paramsOf(value)
  return value
}

const undefinedFunction = (name: string, meant = '') =>
  new Thrown('UndefinedFunctionError', `function ${name} is undefined or private.${meant}`)
