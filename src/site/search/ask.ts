/** The search of the server: it answers without a script, and where there is no index. */
import { notOpen } from '#course/closed.ts'
import { listLessons } from '#course/course.ts'
import type { ListedRecord } from './records.ts'
import { Searcher, type Asked, type SearchAnswer } from './search.ts'

const searchers = new WeakMap<readonly ListedRecord[], Searcher<ListedRecord>>()

/** Answers from the list that the site was built with, which is read when somebody first asks. */
export async function askServer(
  asked: Asked,
  { isTeacher }: { readonly isTeacher: boolean },
): Promise<SearchAnswer> {
  const { records } = await import('virtual:glasshouse/search')
  const searcher = searchers.get(records) ?? new Searcher(records)
  searchers.set(records, searcher)
  const closed = new Set(
    isTeacher
      ? []
      : listLessons().flatMap((lesson) => (notOpen(lesson) === null ? [] : [lesson.path])),
  )
  return searcher.search(asked, ({ lesson }) => lesson === null || !closed.has(lesson))
}

/** Where browsers find Pagefind’s index, or `null`. */
export async function indexAddress(): Promise<string | null> {
  const { index } = await import('virtual:glasshouse/search')
  return index === null ? null : `/pagefind/${index}/`
}
