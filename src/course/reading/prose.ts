/** How a lesson reads, in numbers: an author looks again at what is long, and decides. */
import type { MdastNode } from 'satteri'
import { isElement, nodesIn, parseMdx } from '../mdx.ts'
import { referencesIn } from './references.ts'
import { countWords, wordsIn } from './words-in.ts'

/** What is counted of the text of one lesson. */
export interface Prose {
  readonly words: number
  /** Words in a sentence: usually, and in the longest. */
  readonly usual: number
  readonly longest: number
  /** Flesch’s reading ease: 60 and more is plain English. */
  readonly ease: number
  readonly listings: number
  /** Of the longest listing that stands in the text itself. */
  readonly lines: number
  readonly presses: number
  readonly questions: number
  readonly headings: number
}

interface Counted extends Prose {
  readonly minutes: number
  readonly introduces: number
}

/** From so many on it is worth another look. */
const LOOK_AGAIN: Readonly<Partial<Record<keyof Counted, readonly [number, string]>>> = {
  words: [551, 'words'],
  longest: [41, 'words in one sentence'],
  listings: [3, 'listings'],
  lines: [13, 'lines in one listing'],
  presses: [9, 'presses'],
  questions: [4, 'questions'],
  headings: [5, 'headings'],
  introduces: [4, 'new words'],
  minutes: [10, 'minutes'],
}
const LEAST_WORDS = 150
const LEAST_EASE = 50

/**
 * Counts what stands in a lesson’s text. Notes for teachers are not read by readers.
 *
 * @example
 * proseOf('Ana sends a form. It is refused.').words
 * // => 7
 */
export function proseOf(text: string): Prose {
  const root = parseMdx(text)
  const names = referencesIn(text, root).map(({ name }) => name)
  const count = (...wanted: readonly string[]) =>
    names.filter((name) => wanted.includes(name)).length
  const read = [...readersNodes(root)]
  const sentences = read
    .filter(({ type }) => type === 'paragraph')
    .flatMap((node) => sentencesIn(wordsIn(node)))
  const lengths = sentences.map(countWords).filter((length) => length > 0)
  const words = lengths.reduce((sum, length) => sum + length, 0)
  const syllables = sentences.join(' ').split(/\s+/).map(syllablesOf)
  const perSentence = words / Math.max(1, lengths.length)
  const perWord = syllables.reduce((sum, each) => sum + each, 0) / Math.max(1, words)
  const fences = read.flatMap((node) =>
    node.type === 'code' ? [node.value.split('\n').length] : [],
  )
  return {
    words,
    usual: Math.round(perSentence),
    longest: Math.max(0, ...lengths),
    ease: Math.round(206.835 - 1.015 * perSentence - 84.6 * perWord),
    listings: count('Source'),
    lines: Math.max(0, ...fences),
    presses: count('Run', 'Predict'),
    questions: count('Predict'),
    headings: read.filter(({ type }) => type === 'heading').length,
  }
}

/**
 * What an author looks at again, in words. Nothing of it is a mistake.
 *
 * @example
 * toLookAt({ ...proseOf('Ana sends a form.'), minutes: 12, introduces: 1 })
 * // => ['12 minutes', '4 words']
 */
export function toLookAt(counted: Counted): readonly string[] {
  const { words, ease } = counted
  const many = Object.entries(LOOK_AGAIN).flatMap(([key, [most, what]]) => {
    const count = counted[key as keyof Counted]
    return count >= most ? [`${count} ${what}`] : []
  })
  return [
    ...many,
    ...(words < LEAST_WORDS ? [`${words} words`] : []),
    ...(ease < LEAST_EASE ? [`a reading ease of ${ease}`] : []),
  ]
}

function* readersNodes(root: MdastNode): Generator<MdastNode> {
  const skipped = new Set<MdastNode>()
  for (const node of nodesIn(root)) {
    if (isElement(node) && node.name === 'Teacher')
      for (const inside of nodesIn(node)) skipped.add(inside)
    if (!skipped.has(node)) yield node
  }
}

/**
 * The sentences of a text. A full stop inside a word ends nothing.
 *
 * @example
 * sentencesIn('It is 1.2 now. Is it?')
 * // => ['It is 1.2 now.', 'Is it?']
 */
export const sentencesIn = (text: string): readonly string[] =>
  text.split(/(?<=[.!?]["”’)]?)\s+/).filter((sentence) => /\w/.test(sentence))

/**
 * How many syllables a reader hears, near enough: groups of vowels, without an e that is silent.
 *
 * @example
 * syllablesOf('database')
 * // => 3
 */
export function syllablesOf(word: string): number {
  const letters = word.toLowerCase().replaceAll(/[^a-z]/g, '')
  if (letters === '') return 0
  const heard = letters.replace(/(?:es|ed|(?<![bcdfgkpt]l)e)$/, '')
  return Math.max(1, (heard.match(/[aeiouy]+/g) ?? []).length)
}
