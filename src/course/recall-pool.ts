/** Which questions of the lessons that somebody has read wait to be answered again, and when the next one will. */
import { DAY } from '#lib/duration.ts'
import type { Course, Lesson, RecallQuestion } from './course-data.ts'
import { mayAsk } from './closed.ts'
import type { MarkedRecall } from './progress.ts'

/** A question, ready to be asked elsewhere. */
export interface DueRecall {
  readonly recall: RecallQuestion
  /** The lesson that it is from. */
  readonly lesson: Lesson
}

export interface RecallPool {
  /** What was missed first, then what was not asked for longest, then what was never asked. */
  readonly waiting: readonly DueRecall[]
  /** When the next one comes back, in milliseconds since 1970; `null` where none ever will. */
  readonly next: number | null
}

interface Asking {
  /** The ids of the lessons that were read. Of others only what was answered there already is asked. */
  readonly read: readonly string[]
  readonly marked: readonly MarkedRecall[]
  readonly now: number
}

/** After how many days it is asked again, by how often in a row it was known. */
const DAYS_APART: readonly number[] = [1, 1, 3, 8]
const DAYS_APART_AT_LAST = 21

/** When a question is asked again that was answered so. */
export const comesBackAt = ({ marked_at: at, times_known: times }: MarkedRecall): number =>
  at + DAY * (DAYS_APART[times] ?? DAYS_APART_AT_LAST)

/** The questions of this course for somebody who has read and said this. */
export function recallPool(
  { lessons, recalls }: Pick<Course, 'lessons' | 'recalls'>,
  { read, marked, now }: Asking,
): RecallPool {
  const said = new Map(marked.map((one) => [one.recall_id, one]))
  const candidates = recalls.flatMap((recall) => {
    const lesson = lessons.find(({ path }) => path === recall.lesson)
    const last = said.get(recall.id) ?? null
    return lesson && isMarkable(recall) && mayAsk(lesson) && (last || hasRead(read, lesson))
      ? [{ recall, lesson, last }]
      : []
  })
  const later = candidates.flatMap(({ last }) => {
    const at = last ? comesBackAt(last) : now
    return at > now ? [at] : []
  })
  const waiting = candidates
    .filter(({ last }) => last === null || comesBackAt(last) <= now)
    .toSorted((a, b) => turnOf(a.last) - turnOf(b.last) || timeOf(a.last) - timeOf(b.last))
  return {
    waiting: waiting.map(({ recall, lesson }) => ({ recall, lesson })),
    next: later.length > 0 ? Math.min(...later) : null,
  }
}

const hasRead = (read: readonly string[], { id }: Lesson) => read.includes(id)

/** A guess has no right option: nobody can know it. */
export const isMarkable = ({ options }: RecallQuestion) => options.some(({ right }) => right)

/** Missed, known once, never asked. */
const turnOf = (last: MarkedRecall | null) => (last === null ? 2 : last.knew ? 1 : 0)

const timeOf = (last: MarkedRecall | null) => last?.marked_at ?? 0
