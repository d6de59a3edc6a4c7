/**
 * What a text quotes to the letter: code in a line, sentences between quotation
 * marks, the functions and messages in a listing of Elixir. And whether it
 * stands anywhere: in a source, in a recording, in `facts.yaml`.
 */
import { nodesIn, parseMdx, placeOf, type Root } from '../mdx.ts'

/** One of them, and the line in which it stands. */
export interface Quotation {
  readonly text: string
  readonly line: number
}

/** Fewer words between quotation marks are somebody’s, not a program’s. */
const LEAST_WORDS = 4
/** What the language itself has, and a name of any function may be. */
const KEYWORDS = new Set(['if', 'case', 'with', 'do', 'def', 'defp', 'fn', 'when', 'not', 'import'])
const CALLS =
  /(?:\|>\s*|\b[A-Z]\w*\.|plug :)(?<piped>[a-z_]\w*[?!]?)|\b(?<called>[a-z_]\w*[?!]?)\(/g
const TEXTS = /"(?<text>[^"\n]*)"/g
/** A text of one word is a name, and one with a value in it is never said so. */
const MESSAGE = /^(?!.*#\{).*\S\s+\S/

/**
 * Every quotation of a lesson’s text, in its order, each once.
 *
 * @example
 * quotationsIn('The answer was a `422`.')
 * // => [{ text: '422', line: 1 }]
 */
export function quotationsIn(text: string, root: Root = parseMdx(text)): readonly Quotation[] {
  const found = [...nodesIn(root)].flatMap((node): readonly Quotation[] => {
    const { line } = placeOf(node)
    if (node.type === 'inlineCode') return [{ text: flat(node.value), line }]
    if (node.type === 'code' && node.lang === 'elixir')
      return elixirIn(node.value).map((name) => ({ text: name, line }))
    return []
  })
  const all = [...found, ...sentencesIn(root)]
  const inOrder = all.toSorted((a, b) => a.line - b.line)
  return [...Map.groupBy(inOrder, ({ text: words }) => words).values()].flatMap(([first]) =>
    first ? [first] : [],
  )
}

const flat = (text: string) => text.replaceAll(/\s+/g, ' ').trim()

function elixirIn(code: string): readonly string[] {
  const lines = code.replaceAll(/^\s*#.*$/gm, '')
  const own = new Set([...lines.matchAll(/\bdefp? (\w+[?!]?)/g)].map(([, name = '']) => name))
  const names = [...lines.matchAll(CALLS)]
    .map(({ groups }) => groups?.['piped'] ?? groups?.['called'] ?? '')
    .filter((name) => !KEYWORDS.has(name) && !own.has(name))
  const messages = [...lines.matchAll(TEXTS)]
    .map(({ groups }) => groups?.['text'] ?? '')
    .filter((text) => MESSAGE.test(text))
  return [...new Set([...own, ...names, ...messages])]
}

/** A paragraph at a time: a quotation may run over lines. */
function sentencesIn(root: Root): readonly Quotation[] {
  return [...nodesIn(root)].flatMap((node) => {
    if (node.type !== 'paragraph') return []
    const words = flat(textOf(node))
    return [...words.matchAll(/“([^”]+)”/g)].flatMap(([, said = '']) =>
      said.split(' ').length >= LEAST_WORDS ? [{ text: said, line: placeOf(node).line }] : [],
    )
  })
}

const textOf = (node: Parameters<typeof nodesIn>[0]): string =>
  [...nodesIn(node)]
    .map((one) => (one.type === 'text' || one.type === 'inlineCode' ? one.value : ''))
    .join('')

/** What stands somewhere: asked for one quotation after the other. */
export class Ground {
  readonly #text: string

  constructor(texts: readonly string[]) {
    this.#text = texts.map((text) => flat(text)).join('\n')
  }

  /** Whether it stands there, as a word or words of its own. */
  has(quotation: string): boolean {
    const wanted = flat(quotation)
    for (let at = this.#text.indexOf(wanted); at >= 0; at = this.#text.indexOf(wanted, at + 1))
      if (!this.#isInside(at, wanted)) return true
    return false
  }

  #isInside(at: number, wanted: string): boolean {
    const before = this.#text[at - 1] ?? ' '
    const after = this.#text[at + wanted.length] ?? ' '
    const isWord = (letter: string) => /\w/.test(letter)
    return (
      (isWord(wanted[0] ?? '') && isWord(before)) || (isWord(wanted.at(-1) ?? '') && isWord(after))
    )
  }
}
