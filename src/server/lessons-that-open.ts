/** Lessons that readers may open from a day on: which file is whose, and what is said before. */
import { notOpen } from '#course/closed.ts'
import { getLesson, getLessonOfFile } from '#course/course.ts'
import type { Lesson } from '#course/course-data.ts'

/** A lesson’s page, on the screen and on paper, its recordings, and their pictures. */
const OF_A_LESSON = /^\/(?:lessons|print|recordings|pictures)\/(?<path>[^/?]+\/[^/?]+)/

/** The lesson of which an address shows something, its functions that go wrong as well, or `null`. */
export function lessonAt(url: string): Lesson | null {
  const [address = ''] = decoded(url).split('?')
  if (address.startsWith('/source/')) return getLessonOfFile(address)
  return getLesson(OF_A_LESSON.exec(address)?.groups?.['path'] ?? '')
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
