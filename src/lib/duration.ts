import { numbered } from './counted.ts'

/** Lengths of time, in milliseconds. */
export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

const UNITS = [
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
] as const

/**
 * Milliseconds in words, to the largest unit that fits.
 *
 * @example
 * inWords(3 * 60 * 1000)
 * // => '3 minutes'
 */
export function inWords(milliseconds: number): string {
  for (const [unit, length] of UNITS) {
    const count = Math.floor(milliseconds / length)
    if (count >= 1) return numbered(count, unit)
  }
  return 'less than a minute'
}

/**
 * Milliseconds in words, to the second.
 *
 * @example
 * inExactWords(599_000)
 * // => '9 minutes 59 seconds'
 */
export function inExactWords(milliseconds: number): string {
  let rest = milliseconds
  const words: string[] = []
  for (const [unit, length] of [...UNITS, ['second', SECOND] as const]) {
    const count = Math.floor(rest / length)
    rest -= count * length
    if (count >= 1) words.push(numbered(count, unit))
  }
  return words.join(' ') || 'no time'
}

/** From so many seconds on they are told in minutes, and by a clock. */
const MINUTES_FROM = 90
const CLOCK_FROM = 3_600

/**
 * When something may be tried again, from `now` on: by the clock of whoever
 * waits where that is known, by that of everybody else otherwise.
 *
 * @example
 * waitInWords(1_800, 0)
 * // => 'in 30 minutes'
 * waitInWords(5_400, 0)
 * // => 'at 01:30 UTC'
 */
export function waitInWords(seconds: number, now: number, clock = clockOfAll): string {
  if (seconds < MINUTES_FROM) return `in ${numbered(seconds, 'second')}`
  if (seconds < CLOCK_FROM) return `in ${numbered(Math.ceil(seconds / 60), 'minute')}`
  return `at ${clock(new Date(now + seconds * SECOND))}`
}

const clockOfAll = (time: Date) => `${time.toISOString().slice(11, 16)} UTC`

const LENGTHS = { d: DAY, h: HOUR, m: MINUTE, s: SECOND } as const
const DURATION =
  /^(?=\d)(?:(?<d>\d{1,6})d)?(?:(?<h>\d{1,6})h)?(?:(?<m>\d{1,6})m)?(?:(?<s>\d{1,6})s)?$/

/**
 * Milliseconds of a text such as `15m`, `14d` or `9m59s`, or `null` for any
 * other text. Larger units come first, each at most once.
 *
 * @example
 * parseDuration('9m59s')
 * // => 599000
 */
export function parseDuration(text: string): number | null {
  const parts = DURATION.exec(text)?.groups
  if (!parts) return null
  return Object.entries(LENGTHS).reduce(
    (sum, [unit, length]) => sum + Number(parts[unit] ?? 0) * length,
    0,
  )
}
