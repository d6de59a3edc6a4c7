/** The page that asked somebody to log in, so that they come back to it. In Phoenix: `user_return_to`. */
import { dropCookie, keepCookie } from '#http/cookies.ts'
import { HOUR, SECOND } from '#lib/duration.ts'
import type { AppContext } from './context.ts'

/** The cookie of the page to come back to. */
export const RETURN_TO = 'return_to'
const RETURN_TO_SECONDS = HOUR / SECOND
// A path of this site: neither `//host`, nor `/\host`, as no `\` may stand in it at all. Browsers take both for another site.
const LOCAL_PATH = /^\/(?!\/)[\w\-./~%?=&]{0,500}$/

type Context = Pick<AppContext, 'cookies' | 'locals'>

export function keepReturnTo({ cookies, locals, url }: Context & Pick<AppContext, 'url'>): void {
  const path = url.pathname + url.search
  if (LOCAL_PATH.test(path)) {
    keepCookie(cookies, locals.cookieName(RETURN_TO), path, RETURN_TO_SECONDS)
  }
}

/** Reads the path, once; `/` when there is none. */
export function takeReturnTo({ cookies, locals }: Context): string {
  const name = locals.cookieName(RETURN_TO)
  const path = cookies.get(name)?.value
  if (path === undefined) return '/'
  dropCookie(cookies, name)
  return LOCAL_PATH.test(path) ? path : '/'
}
