/**
 * Every cookie of the house: its name, how long it lives, and what a value
 * must look like to be read at all. `__Host-` ties it to this host and path.
 */
import type { AstroCookies, AstroCookieSetOptions } from 'astro'
import { DAY, SECOND } from '#lib/duration.ts'
import { YOU } from './links.ts'

const ATTRIBUTES = {
  path: '/',
  httpOnly: true,
  secure: true,
  sameSite: 'lax',
} as const satisfies AstroCookieSetOptions

// Any string, told apart from the word for a bad one.
type Token = string & Record<never, never>

const TOKEN = /^[\w-]{43}$/
const YEAR_SECONDS = (365 * DAY) / SECOND

/** The lesson the reader came from. */
export const LESSON = '__Host-glasshouse_lesson'
export const VISITOR = '__Host-glasshouse_visitor'
/** The number of the sandbox of whose loss a page has told this browser. */
export const TOLD = '__Host-glasshouse_told'

/** A cookie that each persona of a browser has for itself: `session`, `flash`. */
export const cookieName = (name: string, persona: string) =>
  persona === YOU ? `__Host-glasshouse_${name}` : `__Host-glasshouse_${name}_${persona}`

/** A token cookie as it came: what is no token is told apart from no cookie. */
export function readToken(cookies: AstroCookies, name: string): Token | 'malformed' | null {
  const value = cookies.get(name)?.value
  if (value === undefined) return null
  return TOKEN.test(value) ? value : 'malformed'
}

export function keepVisitor(cookies: AstroCookies, token: string): void {
  cookies.set(VISITOR, token, { ...ATTRIBUTES, maxAge: YEAR_SECONDS })
}

/** Without `maxAge`, in seconds, the cookie ends with the browser. */
export function keepCookie(
  cookies: AstroCookies,
  name: string,
  value: string,
  maxAge?: number,
): void {
  cookies.set(name, value, maxAge === undefined ? ATTRIBUTES : { ...ATTRIBUTES, maxAge })
}

/** Repeats the attributes: a browser ignores a deletion of a `__Host-` cookie without them. */
export function dropCookie(cookies: AstroCookies, name: string): void {
  cookies.set(name, '', { ...ATTRIBUTES, maxAge: 0 })
}
