/** Cookies as a request brings them, before Astro reads them. */
import type { IncomingMessage } from 'node:http'

/**
 * The cookies of a request, without those whose name comes twice. A browser
 * keeps one of each name that this site gives: somebody else has put the other
 * there, and to pick one would be to guess.
 */
export function withoutRepeated(header: string): string {
  const pairs = header.split(';').map((pair) => pair.trim())
  const counts = new Map<string, number>()
  for (const pair of pairs) counts.set(nameOf(pair), (counts.get(nameOf(pair)) ?? 0) + 1)
  return pairs.filter((pair) => counts.get(nameOf(pair)) === 1).join('; ')
}

const nameOf = (pair: string) => pair.split('=', 1)[0]?.trim() ?? ''

/** The token in a cookie of a request, or `null` for none and for what is no token. */
export function tokenIn(
  { headers }: Pick<IncomingMessage, 'headers'>,
  name: string,
): string | null {
  const pairs = (headers.cookie ?? '').split('; ')
  const value = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
  return value && /^[\w-]{43}$/.test(value) ? value : null
}
