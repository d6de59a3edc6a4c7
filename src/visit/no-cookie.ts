/**
 * A browser that keeps no cookie would be somebody new with each request, and
 * find an empty house each time. An answer that gives a visitor their cookie
 * marks where it leads. Whoever comes back with the mark and without the
 * cookie is told; with the cookie, the mark goes from the address.
 */
import type { APIContext } from 'astro'
import { cookieName, VISITOR } from '#http/cookies.ts'
import { withoutField } from '#http/params.ts'
import { Refusal } from '#lib/refusal.ts'
import { GIVEN, hasMark } from './cookie-mark.ts'

export const KEEPS_NO_COOKIE =
  'Your browser keeps no cookie of this site, so nothing that you do here is kept: allow cookies for it, or open it in another browser.'

/** Takes the mark out of the request: it is no field of what somebody does. Returns whether it was there. */
export function takeMark({ locals, url }: Pick<APIContext, 'locals' | 'url'>): boolean {
  if (locals.params._cookie !== GIVEN) return hasMark(url)
  locals.params = withoutField(locals.params, '_cookie')
  return true
}

/** Whether a page is asked for by an address whose mark has done its work. */
export function isMarkedInVain({
  locals,
  url,
  request,
  cookies,
}: Pick<APIContext, 'locals' | 'url' | 'request' | 'cookies'>): boolean {
  const isPage = request.method === 'GET' && locals.fragment === null
  return isPage && hasMark(url) && cookies.has(nameOf(locals))
}

/** Whether the browser was given a visitor's cookie, and has not brought one. */
export const keepsNone = ({ locals, cookies }: Pick<APIContext, 'locals' | 'cookies'>): boolean =>
  locals.cookieGiven && !cookies.has(nameOf(locals))

export const refuseWithoutCookie = (): Refusal => new Refusal(400, KEEPS_NO_COOKIE)

const nameOf = ({ front }: App.Locals) => cookieName(front.services.publicOrigin, VISITOR)
