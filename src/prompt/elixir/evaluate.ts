/**
 * Evaluates what was read. It knows the language and no function of the app:
 * those, and what stands behind a name, a world gives.
 */
import { asElixir } from '../print.ts'
import { Atom, isKeywords, mapOf, printable, Time, Tuple, type Value } from '../values.ts'
import { matches } from './match.ts'
import { operate } from './operators.ts'
import { NotRead, type Pair, type Tree } from './tree.ts'

/** What names stand for, and what a call does. */
export interface World {
  readonly variables: Map<string, Value>
  /** Calls a function; `null` is one without a module. */
  call(module: string | null, name: string, args: readonly Value[]): Promise<Value>
  /** `%User{…}` */
  struct(module: string, values: ReadonlyMap<string, Value>): Value
  /** `%{row | …}`, for what is no plain map; or `undefined`. */
  changed(base: object, values: ReadonlyMap<string, Value>): Value
  /** `user.email`. Throws for what has no such field. */
  fieldOf(base: Value, name: string): Value
  /** `h Accounts.register_user/1` and `exports Accounts` name what they are about; or `undefined`. */
  helper(name: string, about: string | null): Value
}

/** What Elixir throws, under the name that it has there. */
export class Thrown extends Error {
  override readonly name: string

  constructor(name: string, message: string) {
    super(message)
    this.name = name
  }
}

const MOST_NODES = 10_000

/** Evaluates the trees of one line, and answers the last value. */
export async function evaluate(trees: readonly Tree[], world: World): Promise<Value> {
  const evaluation = new Evaluation(world)
  let value: Value = null
  for (const tree of trees) value = await evaluation.of(tree)
  return value
}

const HELPERS = new Set(['h', 'exports', 'i', 'alias', 'import', 'require', 'recompile', 'v'])

class Evaluation {
  readonly #world: World
  #nodes = 0

  constructor(world: World) {
    this.#world = world
  }

  /** `operands` are those of the capture around it. */
  async of(tree: Tree, operands: readonly Value[] = []): Promise<Value> {
    this.#nodes += 1
    if (this.#nodes > MOST_NODES)
      throw new NotRead(0, 'That is more than one line of this prompt does. Take it in parts.')
    switch (tree.is) {
      case 'value':
        return tree.value
      case 'time':
        return new Time(tree.milliseconds)
      case 'atom':
        return Atom.of(tree.name)
      case 'module':
        return Atom.of(`Elixir.${tree.name}`)
      case 'text':
        return (await this.#all(tree.parts, operands)).map(inText).join('')
      case 'list':
        return this.#all(tree.parts, operands)
      case 'tuple':
        return new Tuple(await this.#all(tree.parts, operands))
      case 'keywords':
        return (await this.#pairs(tree.pairs, operands)).map((pair) => new Tuple(pair))
      case 'map':
        return this.#map(tree, operands)
      case 'variable':
        return this.#variable(tree.name)
      case 'access':
        return access(await this.of(tree.of, operands), await this.of(tree.key, operands))
      case 'match':
        return this.#match(tree, operands)
      case 'operator': {
        const left = await this.of(tree.left, operands)
        return operate(tree.name, left, () => this.of(tree.right, operands))
      }
      case 'not':
        return isFalse(await this.of(tree.of, operands))
      case 'operand':
        return operands[tree.number - 1] ?? null
      case 'capture':
        return this.#capture(tree.body)
      case 'call':
        return this.#call(tree, operands)
      case 'pinned':
        throw new NotRead(0, '`^` stands left of =, in front of a variable.')
    }
  }

  async #all(trees: readonly Tree[], operands: readonly Value[]): Promise<readonly Value[]> {
    const values: Value[] = []
    for (const tree of trees) values.push(await this.of(tree, operands))
    return values
  }

  async #pairs(
    pairs: readonly Pair[],
    operands: readonly Value[],
  ): Promise<readonly (readonly [Value, Value])[]> {
    const values: (readonly [Value, Value])[] = []
    for (const [key, value] of pairs)
      values.push([await this.of(key, operands), await this.of(value, operands)])
    return values
  }

  async #map(tree: Extract<Tree, { is: 'map' }>, operands: readonly Value[]): Promise<Value> {
    const pairs = await this.#pairs(tree.pairs, operands)
    for (const [key] of pairs)
      if (!(key instanceof Atom) && typeof key !== 'string')
        throw new NotRead(0, 'A key is an atom or a text here: %{email: "…"}, %{"email" => "…"}.')
    const named = new Map(pairs.map(([key, value]) => [nameOf(key), value]))
    if (tree.struct !== null) return this.#world.struct(tree.struct, named)
    if (tree.update === null) return mapOf(pairs)
    const base = await this.of(tree.update, operands)
    if (typeof base !== 'object' || base === null)
      throw new Thrown('BadMapError', `expected a map, got: ${inspect(base)}`)
    const changed = this.#world.changed(base, named)
    if (changed !== undefined) return changed
    for (const name of named.keys()) if (!Object.hasOwn(base, name)) throw noKey(name, base)
    return mapOf([
      ...Object.entries(base).map(([key, value]) => [Atom.of(key), value] as const),
      ...pairs,
    ])
  }

  #variable(name: string): Value {
    const { variables } = this.#world
    if (variables.has(name)) return variables.get(name)
    const helped = HELPERS.has(name) ? this.#world.helper(name, null) : undefined
    if (helped !== undefined) return helped
    throw new Thrown('CompileError', `undefined variable "${name}"`)
  }

  async #match(tree: Extract<Tree, { is: 'match' }>, operands: readonly Value[]): Promise<Value> {
    const value = await this.of(tree.to, operands)
    const { variables } = this.#world
    const bound = new Map<string, Value>()
    if (!matches(tree.pattern, value, { bound, variables }))
      throw new Thrown(
        'MatchError',
        `no match of right hand side value:\n\n    ${inspect(value)}\n`,
      )
    for (const [name, one] of bound) variables.set(name, one)
    return value
  }

  /** `& &1.email`, or `&Accounts.register_user/1`. */
  #capture(body: Tree): Value {
    const named = body.is === 'operator' && body.name === '/' ? body.left : null
    if (named?.is === 'call' && named.args.length === 0 && named.of?.is === 'module') {
      const { of, name } = named
      return (...given: Value[]) => this.#world.call(of.name, name, given)
    }
    if (named?.is === 'variable')
      return (...given: Value[]) => this.#world.call(null, named.name, given)
    return (...given: Value[]) => this.of(body, given)
  }

  async #call(tree: Extract<Tree, { is: 'call' }>, operands: readonly Value[]): Promise<Value> {
    const { of, name, args } = tree
    const [first] = args
    // Each is a name of its own from then on.
    if (of === null && name === 'alias' && first?.is === 'list')
      return first.parts.map((each) => this.#world.helper(name, written(each)))
    if (of === null && HELPERS.has(name)) {
      const helped = this.#world.helper(name, first ? written(first) : null)
      if (helped !== undefined) return helped
    }
    if (of === null) return this.#world.call(null, name, await this.#all(args, operands))
    if (of.is === 'module') return this.#world.call(of.name, name, await this.#all(args, operands))
    const base = await this.of(of, operands)
    if (args.length > 0)
      throw new NotRead(
        0,
        `“.${name}(…)” is no function of a module. ${name} is read without brackets.`,
      )
    return this.#world.fieldOf(base, name)
  }
}

export const isFalse = (value: Value): boolean =>
  value === false || value === null || value === undefined

export const nameOf = (key: Value): string => (key instanceof Atom ? key.name : String(key))

/** As `inspect/1` has it. */
export const inspect = (value: Value): string => asElixir(printable(value))

export function noKey(name: string, base: Value): Thrown {
  return new Thrown('KeyError', `key :${name} not found in: ${inspect(base)}`)
}

/** `"#{value}"` */
function inText(value: Value): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Atom) return value.name
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw new Thrown(
    'Protocol.UndefinedError',
    `protocol String.Chars not implemented for ${inspect(value)}`,
  )
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value)

/** `params[:email]`: nothing is found in nothing. */
function access(of: Value, key: Value): Value {
  if (of === null || of === undefined) return null
  if (isList(of)) {
    const pair = isKeywords(of) ? of.find(({ items: [name] }) => name === key) : undefined
    return pair?.items[1] ?? null
  }
  const map = of as Readonly<Record<string, Value>>
  const name = nameOf(key)
  return Object.hasOwn(map, name) ? map[name] : null
}

/** What is named and not called, as it was written. */
function written(tree: Tree): string | null {
  switch (tree.is) {
    case 'module':
    case 'variable':
      return tree.name
    case 'value':
      return String(tree.value)
    case 'operator':
      return tree.name === '/' ? `${written(tree.left)}/${written(tree.right)}` : null
    case 'call':
      return [tree.of && written(tree.of), tree.name].filter(Boolean).join('.')
  }
  return null
}
