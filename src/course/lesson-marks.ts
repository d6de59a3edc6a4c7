/** What a visitor's records say of each lesson, and where they would go on. Pure: it asks no database. */
import type { LessonVersion, ProgressRecords } from './progress.ts'

/** What a lesson is to a visitor. */
export type LessonState = 'new' | 'opened' | 'read'

export interface LessonMark {
  readonly state: LessonState
  /** Whether its text is another one since it was read. */
  readonly changed: boolean
}

/** What a lesson is to a visitor who has these records. */
export function markOf(
  { id, version }: LessonVersion,
  { lessons }: Pick<ProgressRecords, 'lessons'>,
): LessonMark {
  const own = lessons.filter(({ lesson_id }) => lesson_id === id)
  const read = own.filter(({ read_at }) => read_at !== null)
  if (read.length === 0) return { state: own.length > 0 ? 'opened' : 'new', changed: false }
  return { state: 'read', changed: !read.some((row) => row.version === version) }
}

/**
 * Where to go on: in the lesson that was last opened, until it is read; then
 * in the next one that is not. `null` for somebody who has opened none of
 * these lessons, and for somebody who has read them all.
 */
export function resumeAt<Item extends LessonVersion>(
  course: readonly Item[],
  records: Pick<ProgressRecords, 'lessons'>,
): Item | null {
  const lastOpened = (lesson: Item) =>
    Math.max(
      ...records.lessons
        .filter(({ lesson_id }) => lesson_id === lesson.id)
        .map(({ last_opened_at }) => last_opened_at),
    )
  const opened = course.filter((lesson) => markOf(lesson, records).state !== 'new')
  const [last] = opened.toSorted((a, b) => lastOpened(b) - lastOpened(a))
  if (!last) return null

  const from = course.indexOf(last)
  const inOrder = [...course.slice(from), ...course.slice(0, from)]
  return inOrder.find((lesson) => markOf(lesson, records).state !== 'read') ?? null
}
