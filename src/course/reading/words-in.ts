/** What is read of a text: its words, as they stand beside each other. */
import type { MdastNode } from 'satteri'
import { isElement } from '../mdx.ts'

// Of these the parts are words of one line.
const ONE_LINE = ['paragraph', 'heading', 'emphasis', 'strong', 'link', 'mdxJsxTextElement']

/** What is read of a node: code in a line is a word, a fence is none. */
export function wordsIn(node: MdastNode): string {
  if (node.type === 'text') return node.value
  if (node.type === 'inlineCode') return 'code'
  if (!('children' in node)) return ''
  const words = node.children.map(wordsIn)
  const isSummary = isElement(node) && node.name === 'summary'
  return words.join(ONE_LINE.includes(node.type) || isSummary ? '' : '\n')
}

/** How many words that are: what has no letter is none. */
export const countWords = (words: string): number =>
  words.split(/\s+/).filter((word) => /\w/.test(word)).length
