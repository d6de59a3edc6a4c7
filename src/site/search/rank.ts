/**
 * Says how well a record answers a question. Names weigh more than text, whole
 * words more than parts, and a page for readers more than a line of the source.
 * Safe in a browser.
 */
import { stemOf } from './query.ts'
import type { Kind, SearchRecord } from './record.ts'

/** A record in small letters, made once. */
export interface Prepared<Record extends SearchRecord = SearchRecord> {
  readonly record: Record
  readonly title: string
  readonly place: string
  readonly names: string
  readonly crumb: string
  readonly text: string
  readonly folded: string
}

export function prepare<Record extends SearchRecord>(record: Record): Prepared<Record> {
  const { title, place, names, crumb, text, folded } = record
  const small = (words: string) => words.toLowerCase()
  return {
    record,
    ...{ title: small(title), place: small(place), names: small(names.join(' ')) },
    ...{ crumb: small(crumb), text: small(text), folded: small(folded) },
  }
}

const WEIGHTS: Readonly<Record<Kind, number>> = {
  term: 1.25,
  function: 1.15,
  lesson: 1.2,
  decision: 0.8,
  source: 0.5,
}

/** How often a word counts in a text: more of it says no more. */
const MOST_COUNTED = 5
const PHRASE = 8

/** What a record is worth to a question, and how many of its words it holds. */
export interface Worth {
  readonly score: number
  readonly held: number
}

/** Stops at the first word that is missing, unless `some` are enough. */
export function worthOf(
  prepared: Prepared,
  words: readonly string[],
  { some = false } = {},
): Worth {
  let [score, held] = [0, 0]
  for (const word of words) {
    const own = worthOfWord(prepared, stemOf(word), word)
    if (own === 0 && !some) return { score: 0, held }
    score += own
    held += own > 0 ? 1 : 0
  }
  if (words.length > 1) {
    const phrase = words.join(' ')
    if (prepared.title.includes(phrase)) score += PHRASE * 4
    if (prepared.place.includes(phrase)) score += PHRASE * 2
    if (prepared.text.includes(phrase)) score += PHRASE
  }
  return { score: score * WEIGHTS[prepared.record.kind], held }
}

function worthOfWord(prepared: Prepared, stem: string, word: string): number {
  const { title, place, names, crumb, text, folded, record } = prepared
  // What stands at a heading is not the page itself.
  const ofPage = record.place === '' ? 1 : 0.4
  const isTag = record.tags.some((tag) => stemOf(tag) === stem)
  return (
    ofPage * (title === word || title === stem ? 60 : inName(title, stem, 24, 12)) +
    inName(place, stem, 18, 9) +
    inName(names, stem, 30, 8) +
    inName(crumb, stem, 4, 2) +
    (isTag ? 8 : 0) +
    inText(text, stem) +
    inText(folded, stem) / 2
  )
}

function inName(name: string, stem: string, whole: number, part: number): number {
  const at = name.indexOf(stem)
  if (at < 0) return 0
  return isWhole(name, at, stem.length) ? whole : part
}

function inText(text: string, stem: string): number {
  let worth = 0
  let at = text.indexOf(stem)
  for (let count = 0; at >= 0 && count < MOST_COUNTED; count += 1) {
    worth += isWhole(text, at, stem.length) ? 2 : 0.7
    at = text.indexOf(stem, at + stem.length)
  }
  return worth
}

/** `scope` in `scopes` is whole enough, in `microscope` it is not. */
function isWhole(text: string, at: number, length: number): boolean {
  if (isLetter(text, at - 1)) return false
  const end = at + length
  return !isLetter(text, end) || (text[end] === 's' && !isLetter(text, end + 1))
}

/** A letter or a digit, near enough: this is asked more often than anything else. */
function isLetter(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code > 127
}

const MOST_OF_PAGE = 2

/** A page that says it everywhere leaves room for the others. */
export function fewOfEach<Record extends SearchRecord>(
  records: readonly Record[],
): readonly Record[] {
  const counts = new Map<string, number>()
  return records.filter(({ href, kind }) => {
    // Each word of the glossary is an entry of its own, each function too.
    if (kind === 'term' || kind === 'function') return true
    const page = href.replace(/#.*$/, '')
    const count = (counts.get(page) ?? 0) + 1
    counts.set(page, count)
    return count <= MOST_OF_PAGE
  })
}
