/** What somebody asks for, as far as it is looked for. Safe in a browser. */

/** More than this nobody types. What is longer is cut, so that no question costs more than another. */
export const MOST_LETTERS = 100
const MOST_WORDS = 6
/** A single letter stands everywhere. */
const LEAST_LETTERS = 2

export interface Query {
  /** As it is shown again. */
  readonly text: string
  /** In small letters. */
  readonly words: readonly string[]
  /** Whether something was left out. */
  readonly isCut: boolean
}

/**
 * The words of a question, of two letters at least. Signs around a word are none of it; those
 * inside are.
 *
 * @example
 * readQuery('What is  register_user/1?').words
 * // => ['what', 'is', 'register_user/1']
 * readQuery('?!').words
 * // => []
 */
export function readQuery(asked: string): Query {
  const letters = [
    ...asked
      .slice(0, MOST_LETTERS * 2)
      .replaceAll(/[\s\p{C}]+/gu, ' ')
      .trim(),
  ]
  const isLong = asked.length > MOST_LETTERS * 2 || letters.length > MOST_LETTERS
  const cut = letters.slice(0, MOST_LETTERS).join('')
  // Half a word is none.
  const text = isLong ? cut.replace(/ \S*$/, '') : cut
  const words = text
    .toLowerCase()
    .split(' ')
    .map((word) => word.replaceAll(/^[^\p{L}\p{N}_]+|[^\p{L}\p{N}_]+$/gu, ''))
    .filter((word) => word.length >= LEAST_LETTERS)
  const all = [...new Set(words)]
  return { text, words: all.slice(0, MOST_WORDS), isCut: isLong || all.length > MOST_WORDS }
}

/**
 * What is looked for in place of a word: `sessions` is to find `session` too.
 *
 * @example
 * stemOf('changesets')
 * // => 'changeset'
 * stemOf('this')
 * // => 'this'
 */
export const stemOf = (word: string): string => {
  if (word.length < 5 || !word.endsWith('s') || word.endsWith('ss')) return word
  return word.slice(0, -1)
}

/** A part of a text, and whether it was asked for. */
export interface Piece {
  readonly text: string
  readonly isMarked: boolean
}

/**
 * A text with what was asked for marked in it.
 *
 * @example
 * markedIn('One scope', ['scope'])
 * // => [{ text: 'One ', isMarked: false }, { text: 'scope', isMarked: true }]
 */
export function markedIn(text: string, words: readonly string[]): readonly Piece[] {
  const small = text.toLowerCase()
  // A letter that is two in small letters would move the marks.
  const stems = small.length === text.length ? words.map(stemOf) : []
  const pieces: Piece[] = []
  let from = 0
  while (from < text.length) {
    const next = nextOf(small, stems, from)
    if (!next) break
    if (next.at > from) pieces.push({ text: text.slice(from, next.at), isMarked: false })
    pieces.push({ text: text.slice(next.at, next.at + next.length), isMarked: true })
    from = next.at + next.length
  }
  if (from < text.length) pieces.push({ text: text.slice(from), isMarked: false })
  return pieces
}

/** Where the first of the words begins, the longest of them. */
function nextOf(small: string, stems: readonly string[], from: number) {
  const found = stems
    .map((stem) => ({ at: small.indexOf(stem, from), length: stem.length }))
    .filter(({ at }) => at >= 0)
  return found.toSorted((a, b) => a.at - b.at || b.length - a.length)[0]
}
