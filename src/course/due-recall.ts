/** Which question of an earlier lesson is asked of one reader, in place of the planned one. */
import type { Course } from './course-data.ts'
import { mayAsk } from './closed.ts'
import type { MarkedRecall } from './progress.ts'
import { isMarkable, type DueRecall } from './recall-pool.ts'

interface Asking {
  /** The path of the lesson that asks. */
  readonly lesson: string
  /** The question that its text plans. */
  readonly planned: string
  readonly marked: readonly MarkedRecall[]
}

/**
 * What the reader missed comes first, and of that what they missed longest
 * ago. Whoever missed none and has answered the planned question already is
 * asked what they have not been asked for longest. `null`: the planned one stays.
 */
export function dueRecall(
  { lessons, recalls }: Pick<Course, 'lessons' | 'recalls'>,
  { lesson, planned, marked }: Asking,
): DueRecall | null {
  const at = lessons.findIndex(({ path }) => path === lesson)
  const before = new Map(lessons.slice(0, Math.max(0, at)).map((one) => [one.path, one]))
  const known = marked.toSorted((a, b) => a.marked_at - b.marked_at)
  const candidates = known.flatMap(({ recall_id: id, knew }) => {
    const recall = recalls.find((one) => one.id === id)
    const from = recall && before.get(recall.lesson)
    return from && isMarkable(recall) && mayAsk(from) ? [{ recall, lesson: from, knew }] : []
  })
  const missed = candidates.find(({ knew }) => !knew)
  const wasAsked = known.some(({ recall_id: id }) => id === planned)
  const due = missed ?? (wasAsked ? candidates[0] : undefined)
  return due && due.recall.id !== planned ? { recall: due.recall, lesson: due.lesson } : null
}
