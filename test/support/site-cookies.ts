/**
 * Cookies as a browser of this site knows them. Said here once more, and not
 * taken from the source: it is a promise to browsers that are out there.
 */
import { inject } from 'vitest'
import { CookieJar } from '#course/cookie-jar.ts'

export const VISITOR = 'visitor'
export const SESSION = 'session'
export const REMEMBER_ME = 'remember_me'
export const FLASH = 'flash'
export const RETURN_TO = 'return_to'
export const LESSON = 'lesson'

const OURS = /^(?:visitor|session|remember_me|flash|return_to|lesson|server|told)(?:_|$)/

/** The whole name of a cookie: `SESSION`, or `session_alice`. */
export function siteCookie(name: string, origin = inject('origin')): string {
  const { protocol, port } = new URL(origin)
  return protocol === 'https:' ? `__Host-glasshouse_${name}` : `glasshouse_${port || '80'}_${name}`
}

/** How each of them ends. */
export const siteAttributes = (origin = inject('origin')): string =>
  `Path=/; HttpOnly; ${origin.startsWith('https:') ? 'Secure; ' : ''}SameSite=Lax`

/** The cookies of one browser: those of the site by their short names. */
export class SiteCookies extends CookieJar {
  readonly #origin: string

  constructor(origin: string) {
    super()
    this.#origin = origin
  }

  override get(name: string): string | undefined {
    return super.get(this.#whole(name))
  }

  override has(name: string): boolean {
    return super.has(this.#whole(name))
  }

  override set(name: string, value: string): this {
    return super.set(this.#whole(name), value)
  }

  override delete(name: string): boolean {
    return super.delete(this.#whole(name))
  }

  #whole(name: string): string {
    return OURS.test(name) ? siteCookie(name, this.#origin) : name
  }
}
