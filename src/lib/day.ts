/** Days of the calendar, as authors write them: `2026-12-02`. A day begins at midnight UTC. */

/**
 * Whether a day has begun. One that nobody has named always has.
 *
 * @example
 * hasCome('2026-12-02', Date.parse('2026-12-01T23:59:59Z'))
 * // => false
 * hasCome(null, 0)
 * // => true
 */
export const hasCome = (day: string | null, now: number): boolean =>
  day === null || Date.parse(day) <= now

/**
 * As a sentence says it.
 *
 * @example
 * dayInWords('2026-12-02')
 * // => '2 December 2026'
 */
export const dayInWords = (day: string): string => IN_WORDS.format(new Date(day))

// To make one takes hundreds of times as long as to use it, and each page of a lesson does.
const IN_WORDS = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
