/** The words of the glossary under their letters. */
import type { Term } from '#course/course-data.ts'

export interface Letter {
  /** `a`; `#` for what begins with no letter. */
  readonly letter: string
  readonly terms: readonly Term[]
}

/**
 * Each letter that a word begins with, in the order of the course's language.
 *
 * @example
 * const [halt, plug] = [{ word: 'halt' }, { word: 'plug' }]
 * lettersOf([plug, halt], 'en')
 * // => [{ letter: 'h', terms: [halt] }, { letter: 'p', terms: [plug] }]
 */
export function lettersOf(terms: readonly Term[], language: string): readonly Letter[] {
  const collator = new Intl.Collator(language)
  const inOrder = terms.toSorted((a, b) => collator.compare(a.word, b.word))
  return [...Map.groupBy(inOrder, ({ word }) => letterOf(word))].map(([letter, own]) => ({
    letter,
    terms: own,
  }))
}

/** Without its accent: É stands under e. */
function letterOf(word: string): string {
  const [first = '#'] = word.normalize('NFD').toLowerCase()
  return /\p{L}/u.test(first) ? first : '#'
}

/** What a link to a letter leads to. */
export const letterId = (letter: string): string => (letter === '#' ? 'letter' : `letter-${letter}`)
