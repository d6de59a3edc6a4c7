/** Asks Pagefind’s index, and the server where that is away, has none, or knows nothing. */
import { addressOf } from './address.ts'
import { findIn, type Found } from './found.ts'
import { unpacked, type Packed } from './packed.ts'
import { readQuery } from './query.ts'
import { fewOfEach, prepare, worthOf } from './rank.ts'
import { KINDS, type Kind, type SearchRecord } from './record.ts'
import type { Asked, SearchAnswer } from './search.ts'

type Counts = Readonly<Record<string, number>>

/** As far as it is used of what Pagefind’s own script exports. */
interface Pagefind {
  /** Loads the filters: without it none of them is counted. */
  readonly filters: () => Promise<unknown>
  readonly search: (
    words: string,
    options: { readonly filters: Readonly<Record<string, string>> },
  ) => Promise<{
    readonly results: readonly { readonly data: () => Promise<Packed> }[]
    readonly filters: Readonly<Record<string, Counts>>
  }>
}

export type AskSearch = (asked: Asked) => Promise<SearchAnswer>

/**
 * Each is a file of its own, so no more than are looked at are fetched. Of each kind some: Pagefind
 * does not know that a word of the glossary says more than its twentieth use in the source.
 */
const FETCHED: Readonly<Record<Kind, number>> = {
  ...{ lesson: 7, term: 4, function: 4, decision: 3, source: 6 },
}
const FETCHED_OF_ONE = 20

/**
 * Who answers a search in this page. `address` is where the index is; it is
 * fetched at once, while its reader types.
 */
export function searchFrom(address: string | null): AskSearch {
  const brought = address === null ? null : bring(address)
  return async (asked) => {
    const pagefind = await brought
    // For a tag or a kind alone nothing has to be searched.
    if (!pagefind || readQuery(asked.q).words.length === 0) return askServer(asked)
    const answer = await askIndex(pagefind, asked).catch(() => null)
    // What the index does not know may be like a word that is there.
    return answer && answer.total > 0 ? answer : askServer(asked)
  }
}

async function bring(address: string): Promise<Pagefind | null> {
  try {
    const pagefind = (await import(/* @vite-ignore */ `${address}pagefind.js`)) as Pagefind
    await pagefind.filters()
    return pagefind
  } catch {
    return null
  }
}

async function askIndex(pagefind: Pagefind, asked: Asked): Promise<SearchAnswer> {
  const query = readQuery(asked.q)
  const ofTag = asked.tag === null ? {} : { tag: asked.tag }
  const searches = KINDS.map(async (kind) => {
    const filters = { kind, ...ofTag }
    return { kind, ...(await pagefind.search(query.words.join(' '), { filters })) }
  })
  const found = await Promise.all(searches)
  const chosen = found.filter(({ kind }) => asked.kind === null || kind === asked.kind)
  const most = (kind: Kind) => (asked.kind === null ? FETCHED[kind] : FETCHED_OF_ONE)
  const fetched = chosen.flatMap(({ kind, results }) => results.slice(0, most(kind)))
  const records = (await Promise.all(fetched.map((one) => one.data()))).map(unpacked)
  return {
    query,
    total: chosen.reduce((sum, { results }) => sum + results.length, 0),
    kinds: found.flatMap(({ kind, results }) => counted(kind, results.length)),
    tags: tagsOf(chosen),
    results: inOrder(records, query.words).map((record) => findIn(record, query.words)),
    haveSome: false,
    near: [],
  }
}

/** By our own measure, which knows what a name is. */
function inOrder(records: readonly SearchRecord[], words: readonly string[]) {
  const worth = records
    .map((record) => ({ record, ...worthOf(prepare(record), words, { some: true }) }))
    .toSorted((a, b) => b.held - a.held || b.score - a.score)
  return fewOfEach(worth.map(({ record }) => record))
}

const MOST_TAGS = 8

/** Only lessons have tags. */
function tagsOf(found: readonly { readonly filters: Readonly<Record<string, Counts>> }[]) {
  const counts = found.flatMap(({ filters }) => Object.entries(filters['tag'] ?? {}))
  return counts
    .flatMap(([name, count]) => counted(name, count))
    .toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
    .slice(0, MOST_TAGS)
}

const counted = <Name extends string>(name: Name, count = 0) => (count > 0 ? [{ name, count }] : [])

interface Told {
  readonly query: { readonly q: string; readonly cut: boolean }
  readonly results: readonly Found[]
  readonly have_some: boolean
}

/** Throws where the server does not answer. */
async function askServer(asked: Asked): Promise<SearchAnswer> {
  const response = await fetch(addressOf(asked), { headers: { accept: 'application/json' } })
  if (!response.ok) throw new Error(`The search was answered with ${response.status}.`)
  const {
    query,
    have_some: haveSome,
    ...told
  } = (await response.json()) as Told & Pick<SearchAnswer, 'total' | 'kinds' | 'tags' | 'near'>
  return { ...told, haveSome, query: readQuery(query.q) }
}
