/**
 * Reads Elixir as one types it at a prompt: calls, matches, pipes and data.
 * Everything else is refused with a sentence that names it. Nothing is run here.
 */
import type { SyntaxNode } from '@lezer/common'
import { parseElixir } from './grammar.ts'
import { refusedForm, refusedWord } from './refused.ts'
import { NotRead, type Pair, type Tree } from './tree.ts'

/** A line that stops too early asks for another one, as IEx does with `...>`. */
export type Read = { readonly trees: readonly Tree[] } | { readonly stopsEarly: true }

/**
 * The lines as data. Throws a `NotRead` with its place.
 *
 * @example
 * read('user.email')
 * // => { trees: [{ is: 'call', of: { is: 'variable', name: 'user' }, name: 'email', args: [], hasBrackets: false }] }
 */
export function read(source: string): Read {
  const { topNode } = parseElixir(source)
  const broken = firstError(topNode)
  if (broken !== null && source.slice(broken).trim() === '') return { stopsEarly: true }
  if (broken !== null) {
    const next = source.slice(broken, broken + 12).trim()
    throw new NotRead(broken, `Elixir does not read on at “${next}”.`)
  }
  const reader = new Reader(source)
  return { trees: reader.childrenOf(topNode).map((node) => reader.read(node)) }
}

function firstError(node: SyntaxNode): number | null {
  let broken: number | null = null
  node.cursor().iterate(({ type, from }) => {
    if (type.isError) broken ??= from
  })
  return broken
}

/** Brackets and signs have nodes of their own. */
const SIGNS = new Set([
  ...['(', ')', '{', '}', '[', ']', '%', '#{', 'Operator', 'WordOperator', 'Comment'],
  ...['fn', 'end', 'do'],
])
const ALLOWED_WORDS = new Set(['alias', 'import', 'require'])
const OPERATORS = new Set([
  ...['+', '-', '*', '/', '==', '!=', '===', '!==', '<', '>', '<=', '>=', '<>', '++'],
  ...['and', 'or', '&&', '||', 'in', '|'],
])
const ESCAPES: Readonly<Record<string, string>> = {
  ...{ n: '\n', t: '\t', r: '\r', e: '\u001b', s: ' ', 0: '\0' },
}

class Reader {
  readonly #source: string

  constructor(source: string) {
    this.#source = source
  }

  childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
    const found: SyntaxNode[] = []
    for (let child = node.firstChild; child; child = child.nextSibling)
      if (!SIGNS.has(child.name)) found.push(child)
    return found
  }

  read(node: SyntaxNode): Tree {
    const text = this.#text(node)
    const inside = this.childrenOf(node)
    switch (node.name) {
      case 'Integer':
      case 'Float':
        return { is: 'value', value: Number(text.replaceAll('_', '')) }
      case 'Boolean':
        return { is: 'value', value: text === 'true' }
      case 'Nil':
        return { is: 'value', value: null }
      case 'String':
      case 'StringSigil':
        return { is: 'text', parts: this.#textParts(node) }
      case 'Sigil':
        return this.#sigil(node)
      case 'Atom':
        return { is: 'atom', name: text.slice(1) }
      case 'QuotedAtom':
        return { is: 'atom', name: text.slice(2, -1) }
      case 'Alias':
        return { is: 'module', name: text }
      case 'Identifier':
        return { is: 'variable', name: text }
      case 'List':
        return inside.length === 1 && inside[0]?.name === 'Keywords'
          ? this.read(inside[0])
          : { is: 'list', parts: inside.map((part) => this.read(part)) }
      case 'Tuple':
        return { is: 'tuple', parts: inside.map((part) => this.read(part)) }
      case 'Keywords':
        return { is: 'keywords', pairs: inside.map((pair) => this.#pair(pair)) }
      case 'Map':
        return this.#map(node)
      case 'Call':
      case 'KernelCall':
        return this.#call(node)
      case 'AccessCall':
        return { is: 'access', of: this.#first(node), key: this.#second(node) }
      case 'Dot':
        return this.#modules(node)
      case 'PipeOperator':
        return this.#pipe(node)
      case 'CaptureOperator':
        return { is: 'capture', body: this.#first(node) }
      case 'CaptureOperand':
        return { is: 'operand', number: Number(text.slice(1)) }
      case 'UnaryOperator':
        return this.#unary(node)
      case 'BinaryOperator':
        return this.#binary(node)
      case 'Right':
      case 'Parenthesized':
      case 'Block':
        return this.#first(node)
    }
    throw new NotRead(node.from, refusedForm(node.name, text))
  }

  #text({ from, to }: SyntaxNode): string {
    return this.#source.slice(from, to)
  }

  #between(left: SyntaxNode, right: SyntaxNode): string {
    return this.#source.slice(left.to, right.from).trim()
  }

  #first(node: SyntaxNode): Tree {
    return this.read(this.#nth(node, 0))
  }

  #second(node: SyntaxNode): Tree {
    return this.read(this.#nth(node, 1))
  }

  #nth(node: SyntaxNode, index: number): SyntaxNode {
    const found = this.childrenOf(node)[index]
    if (found) return found
    throw new NotRead(node.from, `Something is missing beside “${this.#text(node).slice(0, 20)}”.`)
  }

  /** What stands between the quotes; of a text over several lines the first break is no part. */
  #textParts(node: SyntaxNode): readonly Tree[] {
    const isLong = this.#text(node).startsWith('"""')
    return this.childrenOf(node).flatMap((part, index): Tree[] => {
      if (part.name === 'SigilName') return []
      if (part.name === 'Interpolation') return [this.#first(part)]
      const text = this.#text(part)
      if (part.name === 'EscapeSequence')
        return [{ is: 'value', value: ESCAPES[text[1] ?? ''] ?? text.slice(1) }]
      return [{ is: 'value', value: isLong && index === 0 ? text.replace(/^\n/, '') : text }]
    })
  }

  #sigil(node: SyntaxNode): Tree {
    const of = (name: string) => {
      const found = node.getChild(name)
      return found ? this.#text(found) : ''
    }
    // The name stands behind its tilde, or with it.
    const name = of('SigilName').replace('~', '')
    const content = of('QuotedContent')
    if (name === 'w') {
      const words = content.split(/\s+/).filter((word) => word !== '')
      const areAtoms = of('SigilModifiers') === 'a'
      return {
        is: 'list',
        parts: words.map((word) =>
          areAtoms ? { is: 'atom', name: word } : { is: 'value', value: word },
        ),
      }
    }
    // A path of the site. Phoenix looks at it when it compiles; here it is a text.
    if (name === 'p') return { is: 'text', parts: this.#textParts(node) }
    const milliseconds = name === 'U' ? Date.parse(content.replace(' ', 'T')) : Number.NaN
    if (!Number.isNaN(milliseconds)) return { is: 'time', milliseconds }
    throw new NotRead(node.from, refusedForm('Sigil', this.#text(node)))
  }

  #pair(node: SyntaxNode): Pair {
    if (node.name === 'BinaryOperator') return [this.#first(node), this.#second(node)]
    const [key, value] = [this.#nth(node, 0), this.#nth(node, 1)]
    const name = this.#text(key)
      .trim()
      .replace(/:$/, '')
      .replace(/^"(.*)"$/, '$1')
    return [{ is: 'atom', name }, this.read(value)]
  }

  #map(node: SyntaxNode): Tree {
    const struct = node.getChild('Struct')
    const content = node.getChild('MapContent')
    let update: Tree | null = null
    const pairs: Pair[] = []
    for (const one of content ? this.childrenOf(content) : []) {
      const [first, second] = this.childrenOf(one)
      if (one.name === 'Keywords') pairs.push(...this.#pairs(one))
      else if (first && second && this.#between(first, second) === '|') {
        update = this.read(first)
        pairs.push(...(second.name === 'Keywords' ? this.#pairs(second) : [this.#pair(second)]))
      } else pairs.push(this.#entry(one))
    }
    const name = struct && this.#text(struct).replace('%', '')
    return { is: 'map', struct: name, update, pairs }
  }

  #pairs(keywords: SyntaxNode): readonly Pair[] {
    return this.childrenOf(keywords).map((pair) => this.#pair(pair))
  }

  /** `"email" => value` */
  #entry(node: SyntaxNode): Pair {
    if (node.name === 'BinaryOperator') return this.#pair(node)
    throw new NotRead(node.from, 'A key has no value: write %{email: "…"} or %{"email" => "…"}.')
  }

  #call(node: SyntaxNode): Tree {
    const head = this.#nth(node, 0)
    const name = this.#text(head)
    if (node.name === 'KernelCall' && !ALLOWED_WORDS.has(name))
      throw new NotRead(node.from, refusedWord(name))
    const block = node.getChild('DoBlock')
    if (block) throw new NotRead(node.from, refusedForm('DoBlock', name))
    const given = node.getChild('Arguments')
    const args = given ? this.childrenOf(given).map((one) => this.read(one)) : []
    const hasBrackets = given?.firstChild?.name === '('
    if (head.name !== 'Dot') return { is: 'call', of: null, name, args, hasBrackets }
    const right = this.#nth(head, 1)
    return {
      ...{ is: 'call', of: this.#first(head), name: this.#text(right), args },
      hasBrackets: hasBrackets || given !== null,
    }
  }

  /** `Glasshouse.{Accounts, Scores}`: each of them by its whole name. */
  #modules(node: SyntaxNode): Tree {
    const names = this.#nth(this.#nth(node, 1), 0)
    const inside = this.childrenOf(names)
    if (names.name !== 'Tuple' || inside.some(({ name }) => name !== 'Alias'))
      throw new NotRead(node.from, refusedForm(node.name, this.#text(node)))
    const before = this.#text(this.#nth(node, 0))
    return {
      is: 'list',
      parts: inside.map((each) => ({ is: 'module', name: `${before}.${this.#text(each)}` })),
    }
  }

  /** The parser nests pipes to the right; they run from the left. */
  #pipe(node: SyntaxNode): Tree {
    const [first, ...rest] = this.#links(node)
    if (!first) throw new NotRead(node.from, 'Something is missing beside |>.')
    return rest.reduce<Tree>((value, link) => {
      const call = this.read(link)
      if (call.is === 'variable')
        throw new NotRead(link.from, `Write ${call.name}() behind |>, with its brackets.`)
      if (call.is !== 'call') throw new NotRead(link.from, 'Only a call can stand behind |>.')
      return { ...call, args: [value, ...call.args], hasBrackets: true }
    }, this.read(first))
  }

  #links(node: SyntaxNode): readonly SyntaxNode[] {
    const [left, right] = [this.#nth(node, 0), this.#nth(node, 1)]
    const rest = right.name === 'Right' ? this.#nth(right, 0) : right
    return [left, ...(rest.name === 'PipeOperator' ? this.#links(rest) : [rest])]
  }

  #unary(node: SyntaxNode): Tree {
    const operand = this.#nth(node, 0)
    const sign = this.#source.slice(node.from, operand.from).trim()
    if (sign === '!' || sign === 'not') return { is: 'not', of: this.read(operand) }
    if (sign === '^' && operand.name === 'Identifier')
      return { is: 'pinned', name: this.#text(operand) }
    if (sign === '-') {
      const right = this.read(operand)
      if (right.is === 'value' && typeof right.value === 'number')
        return { is: 'value', value: -right.value }
      return { is: 'operator', name: '-', left: { is: 'value', value: 0 }, right }
    }
    throw new NotRead(node.from, refusedForm('', sign))
  }

  #binary(node: SyntaxNode): Tree {
    const [left, right] = [this.#nth(node, 0), this.#nth(node, 1)]
    const name = this.#between(left, right)
    if (name === '=') return { is: 'match', pattern: this.read(left), to: this.read(right) }
    if (!OPERATORS.has(name)) throw new NotRead(left.to, refusedForm('', name))
    return { is: 'operator', name, left: this.read(left), right: this.read(right) }
  }
}
