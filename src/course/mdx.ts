/**
 * Reads a lesson’s text with the parser that renders it, Astro’s own. What an
 * author may write is what MDX allows: nothing here knows a grammar of its own.
 */
import { defineHastPlugin, markdownToMdast, mdxToJs, mdxToMdast, type MdastNode } from 'satteri'
import { BEGINNING, type Place } from './reading/mistake.ts'

export type Root = Extract<MdastNode, { readonly type: 'root' }>
export type Element = Extract<
  MdastNode,
  { readonly type: 'mdxJsxFlowElement' | 'mdxJsxTextElement' }
>

const FEATURES = { frontmatter: true } as const

/** What is no MDX, and where. */
export class MdxError extends Error {
  readonly place: Place

  constructor(message: string, place: Place) {
    super(message)
    this.place = place
  }
}

/** The text as a tree. Throws an `MdxError` for what cannot be rendered. */
export function parseMdx(text: string): Root {
  const root = mended(() => mdxToMdast(text, { features: FEATURES }))
  if (root.type === 'root') return root
  throw new Error(`parseMdx: expected a root, got ${root.type}.`)
}

/** A page that is Markdown alone, as a tree. Whatever it holds is Markdown. */
export function parseMarkdown(text: string): Root {
  const root = markdownToMdast(text, { features: FEATURES })
  if (root.type === 'root') return root
  throw new Error(`parseMarkdown: expected a root, got ${root.type}.`)
}

/** Throws an `MdxError` for what no page can be made of, the code in it too. */
export function compileMdx(text: string): void {
  mended(() => mdxToJs(text, { features: FEATURES }))
}

/** The front matter as it is written, even above a text that is no MDX yet; `null` where there is none. */
export function frontMatterOf(text: string): string | null {
  const root = markdownToMdast(text, { features: FEATURES, position: false })
  const first = 'children' in root ? root.children[0] : undefined
  return first?.type === 'yaml' ? first.value : null
}

/** A node and everything in it, in the order of the text. */
export function* nodesIn(node: MdastNode): Generator<MdastNode> {
  yield node
  if ('children' in node) for (const child of node.children) yield* nodesIn(child)
}

export const isElement = (node: MdastNode): node is Element =>
  node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement'

/** The line in which a node begins, from 1. */
export const lineOf = (node: MdastNode): number => placeOf(node).line

/** Where a node begins. */
export function placeOf({ position }: MdastNode): Place {
  const { line, column } = position?.start ?? BEGINNING
  return { line, column }
}

/** An element that is named in code: its name, and how many lines further down. */
export interface NamedInCode {
  readonly name: string
  readonly linesDown: number
}

/** The elements that the code of a node makes: in an expression, an import or export, an attribute. */
export function elementsInCodeOf(node: MdastNode): readonly NamedInCode[] {
  if (node.type === 'mdxjsEsm') return elementsInCode(node.value)
  if (node.type === 'mdxFlowExpression' || node.type === 'mdxTextExpression')
    return elementsInCode(`{${node.value}}`)
  if (!isElement(node)) return []
  return node.attributes.flatMap(({ value }) =>
    typeof value === 'object' && value ? elementsInCode(`{${value.value}}`) : [],
  )
}

function elementsInCode(code: string): readonly NamedInCode[] {
  const found: NamedInCode[] = []
  const see = (node: { readonly value: string; parseExpression(): unknown }) => {
    for (const { name, start } of namesIn(node.parseExpression()))
      found.push({ name, linesDown: node.value.slice(0, start).split('\n').length - 1 })
  }
  const plugin = defineHastPlugin({
    name: 'glasshouse:elements-in-code',
    mdxFlowExpression: see,
    mdxTextExpression: see,
    mdxjsEsm: see,
  })
  mended(() => mdxToJs(code, { hastPlugins: [plugin] }))
  return found
}

/** Every name of an element in a tree of JavaScript. */
function* namesIn(tree: unknown): Generator<{ readonly name: string; readonly start: number }> {
  if (typeof tree !== 'object' || tree === null) return
  if ('type' in tree && tree.type === 'JSXOpeningElement' && 'name' in tree) {
    const { name, start } = tree as { name: { name?: unknown }; start?: unknown }
    if (typeof name.name === 'string')
      yield { name: name.name, start: typeof start === 'number' ? start : 0 }
  }
  for (const part of Object.values(tree)) yield* namesIn(part)
}

const PLACE = /^(?<line>\d+):(?<column>\d+): (?<words>.*?)(?: \([\w-]+:[\w-]+\))?$/s

/** Says where a mistake is, which the parser says in its words alone. */
function mended<Value>(parse: () => Value): Value {
  try {
    return parse()
  } catch (error) {
    const { line, column, words } =
      PLACE.exec(error instanceof Error ? error.message : '')?.groups ?? {}
    if (line === undefined || words === undefined) throw error
    throw new MdxError(words, { line: Number(line), column: Number(column) })
  }
}
