import { inWords } from '#lib/duration.ts'

/**
 * A time as seen from another, both in milliseconds since 1970.
 *
 * @example
 * seenFrom(1_000_000, 1_000_000 - 3 * 60 * 1000)
 * // => '3 minutes ago'
 * seenFrom(1_000_000, 1_000_000 + 2 * 60 * 60 * 1000)
 * // => 'in 2 hours'
 */
export function seenFrom(now: number, time: number): string {
  return time > now ? `in ${inWords(time - now)}` : `${inWords(now - time)} ago`
}
