/** The page that asked somebody to log in, so that they come back to it. In Phoenix: `user_return_to`. */
import { dropCookie, keepCookie, RETURN_TO } from '#http/cookies.ts'
import { HOUR, SECOND } from '#lib/duration.ts'
import type { AppContext } from './context.ts'

const RETURN_TO_SECONDS = HOUR / SECOND
// A path of this site, short enough for a cookie: neither `//host`, nor `/\host`, as no `\` may stand in it at all. Browsers take both for another site.
const LOCAL_PATH = /^\/(?!\/)[\w\-./~%?=&]{0,199}$/

type Context = Pick<AppContext, 'cookies' | 'locals'>

export function keepReturnTo({ cookies, locals, url }: Context & Pick<AppContext, 'url'>): void {
  const address = locals.links.to(url.pathname + url.search)
  if (LOCAL_PATH.test(address)) {
    keepCookie(cookies, locals.cookieName(RETURN_TO), address, RETURN_TO_SECONDS)
  }
}

/** Reads the path, once; `/` when there is none of whoever acts. */
export function takeReturnTo({ cookies, locals }: Context): string {
  const name = locals.cookieName(RETURN_TO)
  const address = cookies.get(name)?.value
  if (address === undefined) return '/'
  const path = locals.links.within(address)
  if (path === null) return '/'
  dropCookie(cookies, name)
  return LOCAL_PATH.test(address) && LOCAL_PATH.test(path) ? path : '/'
}
