/** What is shown of a record that was found: at which line, and which words of it. Safe in a browser. */
import { markedIn, stemOf } from './query.ts'
import type { Kind, SearchRecord } from './record.ts'

export interface Found {
  readonly kind: Kind
  readonly href: string
  readonly title: string
  readonly place: string
  readonly crumb: string
  /** A sentence or two, or a line of the source. */
  readonly excerpt: string
  /** In a file; `null` for anything else. */
  readonly line: number | null
}

const LONGEST = 190

/**
 * Where a record answers a question. In a file that is a line, and a line that
 * declares what is asked for comes before those that use it.
 *
 * @example
 * const file = { kind: 'source', href: '/source/a.ts', title: 'a.ts', names: [], tags: [] }
 * const text = 'const one = two()\nfunction two() {}'
 * findIn({ ...file, text, place: '', crumb: '', folded: '' }, ['two']).href
 * // => '/source/a.ts#L2'
 */
export function findIn(record: SearchRecord, words: readonly string[]): Found {
  const { kind, href, title, place, crumb, text } = record
  const lines = text.split('\n')
  const at = bestLine(lines, words, kind === 'source')
  const excerpt = cut((lines[at] ?? '').trim(), words)
  const found = { kind, title, place, crumb, excerpt }
  return kind === 'source'
    ? { ...found, href: `${href}#L${at + 1}`, line: at + 1 }
    : { ...found, href, line: null }
}

// Of a file that is found by its name the first line that says something is shown.
const SAYS = /^(?!---$|import\b).*\p{L}/u
const DECLARES = /\b(?:function|class|const|interface|type)\s+$/
const IMPORTS = /^\s*(?:import\b|\} from |type \w+,$|\w+,$)/

function bestLine(lines: readonly string[], words: readonly string[], isCode: boolean): number {
  const stems = words.map(stemOf)
  const first = isCode ? lines.findIndex((line) => SAYS.test(line)) : 0
  let best = { at: Math.max(0, first), worth: 0 }
  for (const [at, line] of lines.entries()) {
    const small = line.toLowerCase()
    let worth = 0
    for (const stem of stems) {
      const place = small.indexOf(stem)
      if (place >= 0) worth += 2 + (isCode && DECLARES.test(small.slice(0, place)) ? 1 : 0)
    }
    // Where something is used says more than where it comes from.
    if (isCode && worth > 0 && IMPORTS.test(line)) worth -= 1

    if (worth > best.worth) best = { at, worth }
  }
  return best.at
}

/** What stands around the first word that was asked for. */
function cut(line: string, words: readonly string[]): string {
  if (line.length <= LONGEST) return line
  const first = markedIn(line, words).findIndex(({ isMarked }) => isMarked)
  const before = markedIn(line, words).slice(0, Math.max(0, first))
  const at = before.reduce((sum, { text }) => sum + text.length, 0)
  if (at < LONGEST * 0.7) return `${line.slice(0, LONGEST).replace(/\s+\S*$/, '')} …`
  const from = line.indexOf(' ', Math.max(0, at - LONGEST / 3)) + 1
  const shown = line.slice(from, from + LONGEST)
  const isEnd = from + LONGEST >= line.length
  return `… ${isEnd ? shown : `${shown.replace(/\s+\S*$/, '')} …`}`
}
