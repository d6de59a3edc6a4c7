/**
 * Where the button of a refusal leads: to what its sentence says. A link is
 * all there is without JavaScript, and a form is not sent by one: whoever sent
 * something goes back to the page with its button.
 */
import type { Refusal, Way } from '#lib/refusal.ts'

const TO_THE_COURSE: Way = { href: '/', label: 'To the course' }
/** In HTML: this address again, whatever the browser shows as it. */
const AGAIN: Way = { href: '', label: 'Try again' }
/** What may pass by itself, or with the next try. */
const PASSING = new Set([421, 429, 500, 503, 507])
/** What was sent, or how, is to be another. */
const OF_WHAT_WAS_SENT = new Set([400, 405, 409, 413, 415, 422])

interface Asked {
  readonly method: string
  /** The page with the link or the form, as the browser says it. */
  readonly referer: string | null
  readonly publicOrigin: URL
  /** An address of the app for whoever acts. */
  readonly to: (path: string) => string
}

/**
 * @example
 * const publicOrigin = new URL('http://localhost:4321')
 * const asked = { method: 'GET', referer: null, publicOrigin, to: (path: string) => path }
 * wayOnward({ status: 503, way: null }, asked)
 * // => { href: '', label: 'Try again' }
 * const referer = 'http://localhost:4321/users/register'
 * wayOnward({ status: 503, way: null }, { ...asked, method: 'POST', referer })
 * // => { href: '/users/register', label: 'To the page before' }
 */
export function wayOnward({ status, way }: Pick<Refusal, 'status' | 'way'>, asked: Asked): Way {
  if (way) return { ...way, href: asked.to(way.href) }
  const passes = PASSING.has(status)
  if (passes && (asked.method === 'GET' || asked.method === 'HEAD')) return AGAIN
  const before = passes || OF_WHAT_WAS_SENT.has(status) ? pageBefore(asked) : null
  return before === null ? TO_THE_COURSE : { href: before, label: 'To the page before' }
}

/** One of this site. A page whose address is a secret says no more than where it is, and that is the course. */
function pageBefore({ referer, publicOrigin }: Asked): string | null {
  const url = referer !== null && URL.canParse(referer) ? new URL(referer) : null
  if (url?.origin !== publicOrigin.origin || url.pathname === '/') return null
  return url.pathname + url.search
}
