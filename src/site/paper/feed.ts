/** What a feed says of the course and of its lessons, whatever format it is written in. */
import { aboutCourse } from '#course/course.ts'
import type { AboutCourse, Lesson } from '#course/course-data.ts'
import { feedText } from './feed-text.ts'
import type { Paper } from './read-papers.ts'

export interface Feed {
  readonly about: AboutCourse
  /** `https://course.example` */
  readonly origin: string
  readonly id: string
  /** The newest first. */
  readonly entries: readonly Entry[]
}

export interface Entry {
  /** The same wherever the lesson stands, and whatever it is called. */
  readonly id: string
  readonly title: string
  readonly summary: string
  /** The day on which readers could open it: `2026-11-23`. */
  readonly day: string
  readonly tags: readonly string[]
  readonly href: string
  /** HTML, whole. */
  readonly text: string
}

/**
 * Whole texts are long: so many of the newest are some 350 kB, 60 packed, and
 * whoever wants the others finds them at the course.
 */
export const MOST_ENTRIES = 20

/** The feed of these lessons at this address. */
export function feedOf(papers: readonly Paper[], { origin, hostname }: URL): Feed {
  const entries = newestFirst(papers)
    .slice(0, MOST_ENTRIES)
    .map(({ lesson, text, answers }) => ({
      id: tagOf(hostname, `lesson:${lesson.id}`),
      title: lesson.title,
      summary: lesson.summary,
      day: dayOf(lesson),
      tags: lesson.tags,
      href: origin + lesson.href,
      text: feedText(text + answers, { origin, path: lesson.path }),
    }))
  return { about: aboutCourse(), origin, id: tagOf(hostname, 'lessons'), entries }
}

/**
 * An id that stays, RFC 4151: whose it is, when that was certain, and a name.
 *
 * @example
 * tagOf('course.example', 'lesson:who-comes-in')
 * // => 'tag:course.example,2026:lesson:who-comes-in'
 */
export const tagOf = (hostname: string, name: string): string => `tag:${hostname},2026:${name}`

/**
 * A lesson that opened later than it was written is new on the day on which it opened.
 *
 * @example
 * dayOf({ published: '2026-11-23', opens: '2026-12-01' })
 * // => '2026-12-01'
 */
export const dayOf = ({ published, opens }: Pick<Lesson, 'published' | 'opens'>): string =>
  opens !== null && opens > published ? opens : published

/**
 * Of those of one day the later in the course.
 *
 * @example
 * const [a, b] = ['1.1', '1.2'].map((number) => ({ lesson: { number, published: '2026-11-23', opens: null } }))
 * newestFirst([a, b])[0].lesson.number
 * // => '1.2'
 */
export const newestFirst = <Of extends { readonly lesson: Pick<Lesson, 'published' | 'opens'> }>(
  papers: readonly Of[],
): readonly Of[] =>
  papers.toReversed().toSorted((a, b) => dayOf(b.lesson).localeCompare(dayOf(a.lesson)))
