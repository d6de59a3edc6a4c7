/** A text in its sections, for whoever searches it: what stands below each heading, and at which address. */
import Slugger from 'github-slugger'
import type { MdastNode } from 'satteri'
import { isElement, parseMarkdown, parseMdx, type Element, type Root } from '../mdx.ts'

/** What stands below one heading, up to the next. */
export interface Section {
  /** What follows the # of its address; `null` for what stands before every heading. */
  readonly id: string | null
  /** Empty for what stands before every heading. */
  readonly heading: string
  /** What everybody reads, a line for each paragraph. */
  readonly open: string
  /** What is folded until its reader has run a step. */
  readonly folded: string
}

/** What an element of ours prints in a text; `null` for one that prints nothing to be found. */
export type Prints = (name: string, attributes: Readonly<Record<string, string>>) => string | null

const NOTHING: Prints = () => null

/**
 * The sections of a lesson’s text. Notes for teachers are in none of them, nor
 * is what an element draws, unless `prints` says it.
 *
 * @example
 * const [before, after] = sectionsOf('Ana comes.\n\n## Bo too\n\nHe knocks.')
 * before.open
 * // => 'Ana comes.'
 * after.id
 * // => 'bo-too'
 */
export const sectionsOf = (text: string, prints: Prints = NOTHING): readonly Section[] =>
  split(parseMdx(text), prints)

/**
 * The same of a page that is Markdown alone. Its title is its first heading.
 *
 * @example
 * sectionsOfMarkdown('# Why\n\nBecause.')[1].heading
 * // => 'Why'
 */
export const sectionsOfMarkdown = (text: string): readonly Section[] =>
  split(parseMarkdown(text), NOTHING)

interface Filling {
  id: string | null
  heading: string
  open: string[]
  folded: string[]
}

function split(root: Root, prints: Prints): readonly Section[] {
  const slugger = new Slugger()
  const begun = (id: string | null, heading: string): Filling => ({
    ...{ id, heading },
    ...{ open: [], folded: [] },
  })
  const sections = [begun(null, '')]
  const see = (node: MdastNode, into: 'open' | 'folded') => {
    if (node.type === 'heading') {
      const heading = wordsOf(node, NOTHING)
      sections.push(begun(slugger.slug(heading), tidy(heading)))
    } else if (isElement(node) && node.name === 'Teacher') {
      // Nobody else reads them.
    } else if (isBlock(node)) {
      const kind = isElement(node) && node.name === 'After' ? 'folded' : into
      for (const child of node.children) see(child, kind)
    } else {
      const lines = node.type === 'code' ? node.value.split('\n') : [wordsOf(node, prints)]
      sections.at(-1)?.[into].push(...lines.map(tidy).filter((line) => line !== ''))
    }
  }
  for (const node of root.children) see(node, 'open')
  return sections.map(({ open, folded, ...place }) => ({
    ...place,
    open: open.join('\n'),
    folded: folded.join('\n'),
  }))
}

/** What holds paragraphs. */
const BLOCKS = ['blockquote', 'list', 'listItem', 'table']

function isBlock(node: MdastNode): node is MdastNode & { readonly children: MdastNode[] } {
  if (!('children' in node)) return false
  return BLOCKS.includes(node.type) || (node.type === 'mdxJsxFlowElement' && !isLine(node))
}

// `<Term word="plug" />` alone in its line.
const isLine = ({ children }: Element) => children.length === 0

function wordsOf(node: MdastNode, prints: Prints): string {
  if (node.type === 'text' || node.type === 'inlineCode') return node.value
  if (node.type === 'break') return ' '
  if (!('children' in node)) return ''
  if (isElement(node) && node.children.length === 0)
    return prints(node.name ?? '', attributesOf(node)) ?? ''
  // Cells of a row stand apart.
  return node.children
    .map((child) => wordsOf(child, prints))
    .join(node.type === 'tableRow' ? ' · ' : '')
}

const attributesOf = ({ attributes }: Element): Readonly<Record<string, string>> =>
  Object.fromEntries(
    attributes.flatMap((one) =>
      one.type === 'mdxJsxAttribute' && typeof one.value === 'string'
        ? [[one.name, one.value]]
        : [],
    ),
  )

const tidy = (words: string) => words.replaceAll(/\s+/g, ' ').trim()
