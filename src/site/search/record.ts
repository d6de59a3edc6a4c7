/** What can be found, and where it leads. One list of these is made with the site: records.ts. */

/** What a record is about, in the order in which kinds are offered. */
export const KINDS = ['lesson', 'term', 'function', 'decision', 'source'] as const
export type Kind = (typeof KINDS)[number]

/** What each kind is called above a result, and beside a number of them. */
export const KIND_NAMES: Readonly<Record<Kind, readonly [one: string, many: string]>> = {
  lesson: ['Lesson', 'Lessons'],
  term: ['Word', 'Words'],
  function: ['Function', 'Functions'],
  decision: ['Decision', 'Decisions'],
  source: ['Source', 'Source'],
}

export interface SearchRecord {
  readonly kind: Kind
  /** A page, and where on it. A record of source has no line: found.ts says which. */
  readonly href: string
  /** Of the page. */
  readonly title: string
  /** The heading on it; empty for the page itself. */
  readonly place: string
  /** What stands before the title: the number of a lesson, the name of a context, a day. */
  readonly crumb: string
  /** Further names, in Phoenix for one. */
  readonly names: readonly string[]
  /** Of its lesson. */
  readonly tags: readonly string[]
  /** Line by line. */
  readonly text: string
  /** What is found, and never quoted: a reader has yet to run the step that it tells of. */
  readonly folded: string
}

export const isKind = (text: string | null): text is Kind => KINDS.some((kind) => kind === text)
