/**
 * Answers a question from a list of records, in memory: nothing is asked that
 * could be slow. A question has a most of letters and words, and a record
 * without the first word is left at once.
 */
import { distance } from '#course/reading/near.ts'
import { findIn, type Found } from './found.ts'
import { readQuery, type Query } from './query.ts'
import { fewOfEach, prepare, worthOf, type Prepared } from './rank.ts'
import { KINDS, type Kind, type SearchRecord } from './record.ts'

export interface Asked {
  readonly q: string
  readonly kind: Kind | null
  readonly tag: string | null
}

export interface SearchAnswer {
  readonly query: Query
  /** How many there are, of which `results` are the first. */
  readonly total: number
  /** Of each kind, whichever is asked for. */
  readonly kinds: readonly Counted<Kind>[]
  /** Those of lessons that were found, whichever is asked for. */
  readonly tags: readonly Counted<string>[]
  readonly results: readonly Found[]
  /** Whether they have some of the words only: nothing has them all. */
  readonly haveSome: boolean
  /** Words that are here, and like those that are not. */
  readonly near: readonly string[]
}

interface Counted<Name> {
  readonly name: Name
  readonly count: number
}

const MOST_RESULTS = 24
const MOST_TAGS = 8

/** A list that can be asked, made ready once. */
export class Searcher<Record extends SearchRecord> {
  readonly #records: readonly Prepared<Record>[]

  constructor(records: readonly Record[]) {
    this.#records = records.map(prepare)
  }

  /** Looks through those records that whoever asks `maySee`. */
  search({ q, kind, tag }: Asked, maySee: (record: Record) => boolean = () => true): SearchAnswer {
    const query = readQuery(q)
    const all = this.#ranked(query.words, maySee)
    const haveSome = all.length === 0 && query.words.length > 1
    const found = haveSome ? this.#ranked(query.words, maySee, { some: true }) : all
    const hasKind = (record: Record) => kind === null || record.kind === kind
    const hasTag = (record: Record) => tag === null || record.tags.includes(tag)
    // Whoever asks for nothing is shown nothing; for a tag or a kind alone, its pages.
    const asks = query.words.length > 0 || (query.text === '' && (kind !== null || tag !== null))
    const chosen = asks ? found.filter((record) => hasKind(record) && hasTag(record)) : []
    const tags = asks ? countBy(found.filter(hasKind).flatMap((record) => record.tags)) : []
    return {
      query,
      total: chosen.length,
      kinds: asks ? kindsOf(found.filter(hasTag)) : [],
      tags: mostOf(tags, tag),
      results: chosen.slice(0, MOST_RESULTS).map((record) => findIn(record, query.words)),
      haveSome,
      near: found.length === 0 || haveSome ? this.#near(query.words, maySee) : [],
    }
  }

  #ranked(
    words: readonly string[],
    maySee: (record: Record) => boolean,
    { some = false } = {},
  ): readonly Record[] {
    const seen = this.#records.filter(({ record }) => maySee(record))
    if (words.length === 0)
      return seen.map(({ record }) => record).filter(({ place }) => place === '')
    const worth = seen
      .map((prepared) => ({ record: prepared.record, ...worthOf(prepared, words, { some }) }))
      .filter(({ score, held }) => score > 0 && (some || held === words.length))
      .toSorted((a, b) => b.held - a.held || b.score - a.score)
    return fewOfEach(worth.map(({ record }) => record))
  }

  /** Only from what may be seen, for a word is a part of it. */
  #near(words: readonly string[], maySee: (record: Record) => boolean): readonly string[] {
    return nearWords(words, vocabularyOf(this.#records.map(({ record }) => record).filter(maySee)))
  }
}

function countBy<Name extends string>(names: readonly Name[]): readonly Counted<Name>[] {
  const groups = Map.groupBy(names, (name) => name)
  return [...groups].map(([name, { length: count }]) => ({ name, count }))
}

function kindsOf(records: readonly SearchRecord[]): readonly Counted<Kind>[] {
  const counts = countBy(records.map(({ kind }) => kind))
  return KINDS.flatMap((kind) => counts.filter(({ name }) => name === kind))
}

/** The most frequent ones, and the one that is chosen. */
function mostOf(tags: readonly Counted<string>[], chosen: string | null) {
  const sorted = tags.toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
  const most = sorted.slice(0, MOST_TAGS)
  return most.some(({ name }) => name === chosen)
    ? most
    : [...most, ...sorted.filter(({ name }) => name === chosen)]
}

const MOST_NEAR = 3

/** Names and headings: what somebody would look for. */
const vocabularyOf = (records: readonly SearchRecord[]): readonly string[] => {
  const named = records.filter(({ kind }) => kind !== 'source')
  const words = named.flatMap(({ title, place, names, tags }) => [
    ...[title, ...names, ...tags],
    ...`${title} ${place}`.split(/[^\p{L}\p{N}_]+|(?<=[a-z])(?=[A-Z])/u),
  ])
  return [...new Set(words.map((word) => word.toLowerCase()))].filter((word) => word.length > 3)
}

function nearWords(words: readonly string[], known: readonly string[]): readonly string[] {
  const near = words.flatMap((word) => {
    const most = Math.min(3, Math.floor(word.length / 3))
    return known
      .filter((name) => name !== word && Math.abs(name.length - word.length) <= most)
      .map((name) => ({ name, far: distance(word, name) }))
      .filter(({ far }) => far <= most)
  })
  const sorted = near.toSorted((a, b) => a.far - b.far).map(({ name }) => name)
  return [...new Set(sorted)].slice(0, MOST_NEAR)
}
