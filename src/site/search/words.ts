/** What the search says, the server’s and the browser’s alike. Safe in a browser. */
import type { SearchAnswer } from './search.ts'

type Told = Pick<SearchAnswer, 'query' | 'total' | 'haveSome'> & {
  readonly results: readonly unknown[]
}

/**
 * How much was found, in a sentence.
 *
 * @example
 * const query = { text: 'scope', words: ['scope'], isCut: false }
 * foundInWords({ query, total: 1, results: [{}], haveSome: false })
 * // => 'One result.'
 */
export function foundInWords({ query, total, results, haveSome }: Told): string {
  const { length } = results
  if (total === 0) return query.text === '' ? '' : `Nothing here has “${query.text}”.`
  const count =
    total === 1
      ? 'One result.'
      : total > length
        ? `The first ${length} of ${total} results.`
        : `${total} results.`
  const part = haveSome ? ' None has all of these words.' : ''
  return `${count}${part}${query.isCut ? ' The end of a long question was left out.' : ''}`
}
