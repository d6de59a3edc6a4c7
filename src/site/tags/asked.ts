/** What somebody searches a list for: `?q=`, as they typed it, and why it is not searched for. */
import { MOST_LETTERS, wordsOf } from './find.ts'

export interface Asked {
  /** What stands in the field again. */
  readonly typed: string
  /** None: nothing was asked, and everything is shown. */
  readonly words: readonly string[]
  /** A sentence, where it is too much to be searched for. */
  readonly refused: string | null
}

/**
 * Reads it out of an address.
 *
 * @example
 * askedIn(new URL('https://course.example/tags?q=Live+views')).words
 * // => ['live', 'views']
 */
export function askedIn({ searchParams }: Pick<URL, 'searchParams'>): Asked {
  const typed = (searchParams.get('q') ?? '').trim()
  if (typed.length <= MOST_LETTERS) return { typed, words: wordsOf(typed), refused: null }
  const refused = `A search takes at most ${MOST_LETTERS} letters, and these are ${typed.length}. Here is everything.`
  return { typed: '', words: [], refused }
}
