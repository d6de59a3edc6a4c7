/** Two statements word by word: what one of them says and the other does not. */
import { align } from './align.ts'

export interface Word {
  readonly text: string
  /** Whether the other statement does not say it here. */
  readonly differs: boolean
}

// A quoted name or text is one word, whatever is in it, and so is a parameter.
const WORD = /"[^"]*"|'[^']*'|\?\d*|\w+|[^\s\w]/g

/** The words of a statement, as its difference is told: names, operators, texts, parameters. */
export const sqlWords = (sql: string): readonly string[] => sql.match(WORD) ?? []

/**
 * The words of two statements, those marked in which they differ.
 *
 * @example
 * sqlDiff('select 1', 'select 2')[1]
 * // => [{ text: 'select', differs: false }, { text: '2', differs: true }]
 */
export function sqlDiff(one: string, other: string): readonly [readonly Word[], readonly Word[]] {
  const pairs = align(sqlWords(one), sqlWords(other), (word) => word)
  const side = (which: 0 | 1): readonly Word[] =>
    pairs.flatMap((pair) => {
      const text = pair[which]
      return text === null ? [] : [{ text, differs: pair[(1 - which) as 0 | 1] === null }]
    })
  return [side(0), side(1)]
}
