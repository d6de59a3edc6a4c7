/** The search of the server: it answers without a script, and where there is no index. */
import { notOpen } from '#course/closed.ts'
import { listLessons } from '#course/course.ts'
import type { ListedRecord } from './records.ts'
import { Searcher, type Asked, type SearchAnswer } from './search.ts'

const searchers = new WeakMap<readonly ListedRecord[], Searcher<ListedRecord>>()

interface WhoAsks {
  readonly isTeacher: boolean
}

/** Answers from the list that the site was built with, which is read when somebody first asks. */
export async function askServer(asked: Asked, who: WhoAsks): Promise<SearchAnswer> {
  const { records } = await import('virtual:glasshouse/search')
  const searcher = searchers.get(records) ?? new Searcher(records)
  searchers.set(records, searcher)
  const closed = closedTo(who)
  return searcher.search(asked, ({ lesson }) => lesson === null || !closed.has(lesson))
}

/**
 * Where browsers find Pagefind’s index. `null` where there is none, and for whoever sees a lesson
 * that it does not have: one that has opened since, and a teacher each that waits.
 */
export async function indexAddress(who: WhoAsks): Promise<string | null> {
  const { index, waiting } = await import('virtual:glasshouse/search')
  const closed = closedTo(who)
  const isWhole = waiting.every((path) => closed.has(path))
  return index !== null && isWhole ? `/pagefind/${index}/` : null
}

/** The paths of the lessons that open later. */
const closedTo = ({ isTeacher }: WhoAsks): ReadonlySet<string> =>
  new Set(
    listLessons().flatMap((lesson) => (isTeacher || notOpen(lesson) === null ? [] : [lesson.path])),
  )
