/** Lessons that readers may open from a day on: which file is whose, and what is said before. */
import { notOpen } from '#course/closed.ts'
import { getLesson } from '#course/course.ts'
import type { Lesson } from '#course/course-data.ts'

/** A lesson’s page, its recordings, and its functions that go wrong: what was built of it. */
const OF_A_LESSON =
  /^\/(?:lessons|recordings)\/(?<path>[^/?]+\/[^/?]+)|^\/source\/[^?]*\/lessons\/(?:\d\d-)?(?<part>[^/?]+)\/(?:\d\d-)?(?<lesson>[^/?]+)\//

/** The lesson of which an address shows something, or `null`. */
export function lessonAt(url: string): Lesson | null {
  const { path, part, lesson } = OF_A_LESSON.exec(decoded(url))?.groups ?? {}
  return getLesson(path?.replace(/\.html$/, '') ?? `${part}/${lesson}`)
}

/** A sentence for whoever comes too early, or `null`. */
export function notOpenYet(url: string): string | null {
  const lesson = lessonAt(url)
  return lesson && notOpen(lesson)
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url)
  } catch {
    return url
  }
}
