import type { APIContext } from 'astro'
import { answersNotOpen, notOpen } from '#course/closed.ts'
import type { Lesson } from '#course/course-data.ts'
import { Refusal } from '#lib/refusal.ts'
import { isTeacher } from './is-teacher.ts'

/**
 * Throws a `Refusal` (403) where a lesson, or what answers it, is not open yet.
 * A teacher is never too early.
 */
export function refuseClosed(
  context: Pick<APIContext, 'cookies' | 'locals'>,
  lesson: Lesson | null,
  { answers = false } = {},
): void {
  if (!lesson || isTeacher(context)) return
  const closed = notOpen(lesson) ?? (answers ? answersNotOpen(lesson) : null)
  if (closed !== null) throw new Refusal(403, closed)
}
