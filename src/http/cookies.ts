/**
 * Every cookie of the house: its name, how long it lives, and what a value
 * must look like to be read at all. Which form a cookie has follows from the
 * site's address alone. Over https, `__Host-` and `Secure` tie it to this host.
 * Over plain http a browser may keep no such cookie, on localhost neither; and
 * because browsers share cookies between ports, the port is part of the name.
 */
import type { AstroCookies, AstroCookieSetOptions } from 'astro'
import { DAY, SECOND } from '#lib/duration.ts'
import { YOU } from './links.ts'

const HOST = '__Host-'
const ATTRIBUTES = {
  path: '/',
  httpOnly: true,
  sameSite: 'lax',
} as const satisfies AstroCookieSetOptions

// Any string, told apart from the word for a bad one.
type Token = string & Record<never, never>

const TOKEN = /^[\w-]{43}$/
const YEAR_SECONDS = (365 * DAY) / SECOND

/** Names of cookies, as `cookieName` takes them. */
export const VISITOR = 'visitor'
/** By what name the balancer knows the server that has the reader’s sandbox, where there are several. */
export const SERVER = 'server'
/** The lesson the reader came from. */
export const LESSON = 'lesson'
/** The number of the sandbox of whose loss a page has told this browser. */
export const TOLD = 'told'
/** The message of the next page. */
export const FLASH = 'flash'
/** The page that asked to log in. */
export const RETURN_TO = 'return_to'
/** The token of a session. */
export const SESSION = 'session'
/** What shows that somebody is the teacher of this site. */
export const TEACHER = 'teacher'
/** Says only that the session was asked to outlast the browser. */
export const REMEMBER_ME = 'remember_me'

/**
 * Those that whoever acts has for themselves. A page sets any other for a name
 * that an address makes up, and a browser that keeps one for each name soon
 * sends more than a server reads.
 */
const OF_A_PERSONA: readonly string[] = [SESSION, REMEMBER_ME]

/** Where the site is: what its cookies look like follows from it. */
export type Site = Pick<URL, 'protocol' | 'port'>

/**
 * A cookie as the browser knows it.
 *
 * @example
 * cookieName(new URL('https://course.example'), 'session', 'alice')
 * // => '__Host-glasshouse_session_alice'
 * cookieName(new URL('http://localhost:4321'), 'visitor')
 * // => 'glasshouse_4321_visitor'
 */
export function cookieName({ protocol, port }: Site, name: string, persona = YOU): string {
  const prefix = protocol === 'https:' ? `${HOST}glasshouse_` : `glasshouse_${port || '80'}_`
  const isOwn = persona !== YOU && OF_A_PERSONA.includes(name)
  return prefix + name + (isOwn ? `_${persona}` : '')
}

/** What one line of Set-Cookie sets, as it is written, and for how many seconds. */
export interface SetCookie {
  readonly name: string
  readonly value: string
  /** `null`: until the browser is closed. At 0 it is taken back. */
  readonly maxAge: number | null
}

/**
 * @example
 * readSetCookie('glasshouse_4321_session=abc; Path=/; Max-Age=60')
 * // => { name: 'glasshouse_4321_session', value: 'abc', maxAge: 60 }
 */
export function readSetCookie(line: string): SetCookie {
  const [pair = '', ...attributes] = line.split(/; */)
  const at = pair.indexOf('=')
  const age = attributes.map((attribute) => /^max-age=(\d+)$/i.exec(attribute)?.[1]).find(Boolean)
  return {
    name: pair.slice(0, at),
    value: pair.slice(at + 1),
    maxAge: age === undefined ? null : Number(age),
  }
}

/** A token cookie as it came: what is no token is told apart from no cookie. */
export function readToken(cookies: AstroCookies, name: string): Token | 'malformed' | null {
  const value = cookies.get(name)?.value
  if (value === undefined) return null
  return TOKEN.test(value) ? value : 'malformed'
}

export function keepVisitor(cookies: AstroCookies, site: Site, token: string): void {
  keepCookie(cookies, cookieName(site, VISITOR), token, YEAR_SECONDS)
}

export function keepServer(cookies: AstroCookies, site: Site, server: string): void {
  keepCookie(cookies, cookieName(site, SERVER), server, YEAR_SECONDS)
}

/** Without `maxAge`, in seconds, the cookie ends with the browser. */
export function keepCookie(
  cookies: AstroCookies,
  name: string,
  value: string,
  maxAge?: number,
): void {
  const secure = name.startsWith(HOST)
  cookies.set(name, value, { ...ATTRIBUTES, secure, ...(maxAge !== undefined && { maxAge }) })
}

/** Repeats the attributes: a browser ignores a deletion of a `__Host-` cookie without them. */
export function dropCookie(cookies: AstroCookies, name: string): void {
  keepCookie(cookies, name, '', 0)
}
