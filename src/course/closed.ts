/** What a course keeps closed until a day that `course.yaml` names. */
import { systemClock } from '#lib/clock.ts'
import { dayInWords, hasCome } from '#lib/day.ts'
import type { Lesson } from './course-data.ts'

/**
 * A sentence for whoever comes to a lesson before its day, or `null`.
 *
 * @example
 * notOpen({ title: 'Who comes in?', opens: '2999-01-01' })
 * // => '“Who comes in?” opens on 1 January 2999.'
 */
export const notOpen = ({ title, opens }: Pick<Lesson, 'title' | 'opens'>): string | null =>
  opens === null || hasCome(opens, systemClock.now())
    ? null
    : `“${title}” opens on ${dayInWords(opens)}.`

/**
 * The same for its answers.
 *
 * @example
 * answersNotOpen({ answersOpen: '2999-01-01' })
 * // => 'The answers open on 1 January 2999.'
 */
export const answersNotOpen = ({ answersOpen }: Pick<Lesson, 'answersOpen'>): string | null =>
  answersOpen === null || hasCome(answersOpen, systemClock.now())
    ? null
    : `The answers open on ${dayInWords(answersOpen)}.`

/**
 * Whether a question of a lesson may be asked on another page: not while the
 * lesson, or its answers, open later. A page that was built before asks for it
 * with the next build.
 *
 * @example
 * mayAsk({ title: 'Later', opens: null, answersOpen: '2999-01-01' })
 * // => false
 */
export const mayAsk = (lesson: Pick<Lesson, 'title' | 'opens' | 'answersOpen'>): boolean =>
  notOpen(lesson) === null && answersNotOpen(lesson) === null
