import { Refusal } from '#lib/refusal.ts'
import { lessonAt } from './lessons-that-open.ts'

const RECORDING = /^\/recordings\/[^/]+\/[^/]+\/[a-z0-9-]+\.\d{1,3}$/

/**
 * What nothing answers any more, or `null` for what nothing ever did. A course
 * changes its acts, and links to their recordings stay behind: of a lesson that
 * is there, an address of this form was one.
 */
export function goneAt(url: string): Refusal | null {
  const [path = ''] = url.split('?', 1)
  const lesson = RECORDING.test(path) ? lessonAt(path) : null
  return (
    lesson &&
    new Refusal(
      410,
      `“${lesson.title}” has no such recording any more. Open the lesson for those that it has.`,
    ).leadingTo(lesson.href, 'To the lesson')
  )
}
