/** What comes before and after a lesson, and what is skipped on the way there. Pure. */
import { dayInWords, hasCome } from '#lib/day.ts'
import type { Course, Lesson, LessonLink } from './course-data.ts'

/** A neighbour of a lesson, and what there is to know before going there. */
export interface WayOn extends LessonLink {
  readonly number: string
  /** Of those between that are still to come: “1.3 is coming.” `null` where none is. */
  readonly skipped: string | null
  /** “opens on 3 December 2026”, before that day; `null` for one that is open. */
  readonly opens: string | null
}

type OfCourse = Pick<Course, 'lessons' | 'parts'>

/**
 * The way from a lesson to the one before or after it.
 *
 * @example
 * wayFrom({ lessons: [], parts: [] }, { href: '/lessons/a/b', next: null }, 'next', 0)
 * // => null
 */
export function wayFrom(
  { lessons, parts }: OfCourse,
  lesson: Pick<Lesson, 'href'> & Partial<Pick<Lesson, 'previous' | 'next'>>,
  to: 'previous' | 'next',
  now: number,
): WayOn | null {
  const link = lesson[to] ?? null
  const other = lessons.find(({ href }) => href === link?.href)
  if (!link || !other) return null
  const outline = parts.flatMap((part) => part.outline)
  const [from, until] = [lesson.href, other.href]
    .map((href) => outline.findIndex((one) => one.href === href))
    .sort((a, b) => a - b)
  const between = outline.slice((from ?? 0) + 1, until)
  const coming = between.filter(({ isBuilt }) => !isBuilt).map(({ number }) => number)
  return {
    ...{ ...link, number: other.number, skipped: skippedInWords(coming) },
    opens: hasCome(other.opens, now) ? null : `opens on ${dayInWords(other.opens ?? '')}`,
  }
}

/**
 * @example
 * skippedInWords(['1.3', '1.4', '1.5'])
 * // => '1.3 to 1.5 are coming.'
 */
export function skippedInWords(numbers: readonly string[]): string | null {
  const [first, second] = numbers
  if (first === undefined) return null
  if (second === undefined) return `${first} is coming.`
  return numbers.length === 2
    ? `${first} and ${second} are coming.`
    : `${first} to ${numbers.at(-1)} are coming.`
}
