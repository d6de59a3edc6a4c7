/** Finds what holds every word of a question, for the searches of a few lines that need no index. */
import type { Piece } from '../search/query.ts'

/** Nobody types more, and nobody is to make the server read more. */
export const MOST_LETTERS = 100

/**
 * The words of a question, each once, without capitals and accents.
 *
 * @example
 * wordsOf(' Live  vïews live ')
 * // => ['live', 'views']
 */
export const wordsOf = (question: string): readonly string[] => [
  ...new Set(plain(question).match(/\S+/g)),
]

/**
 * Whether texts hold every word, wherever it stands.
 *
 * @example
 * holds(['Two kinds of guard', 'constraints'], ['guard', 'constr'])
 * // => true
 * holds(['Two kinds of guard'], ['guard', 'plug'])
 * // => false
 */
export function holds(
  texts: readonly (string | null | undefined)[],
  words: readonly string[],
): boolean {
  const all = plain(texts.filter((text) => text != null).join('\n'))
  return words.every((word) => all.includes(word))
}

/**
 * A text in pieces, those that were asked for among them.
 *
 * @example
 * marked('Two kinds', ['kind']).map(({ text, isMarked }) => (isMarked ? `[${text}]` : text)).join('')
 * // => 'Two [kind]s'
 */
export function marked(text: string, words: readonly string[]): readonly Piece[] {
  const letters = [...text.normalize('NFC')]
  // Letter by letter, so that a place in the one is the same place in the other.
  const folded = letters.map((letter) => plain(letter))
  const isFound = letters.map(() => false)
  for (let at = 0; at < letters.length; at += 1)
    for (const word of words) {
      const end = endOf(word, folded, at)
      isFound.fill(true, at, end)
    }
  return letters.reduce<Piece[]>((pieces, letter, at) => {
    const last = pieces.at(-1)
    if (last && last.isMarked === isFound[at])
      return pieces.with(-1, { ...last, text: last.text + letter })
    return [...pieces, { text: letter, isMarked: isFound[at] === true }]
  }, [])
}

/** Where a word ends that begins here; here, where it does not. */
function endOf(word: string, folded: readonly string[], from: number): number {
  let rest = word
  for (let at = from; at < folded.length; at += 1) {
    const letter = folded[at] ?? ''
    if (letter === '' || !rest.startsWith(letter)) return from
    rest = rest.slice(letter.length)
    if (rest === '') return at + 1
  }
  return from
}

const plain = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
