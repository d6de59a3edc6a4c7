import type { APIContext } from 'astro'
import { CookieJar } from '#course/player.ts'

/** The cookies of the browser that asks, with what this request has set already: so it will have them next. */
export function jarOf({ request, cookies }: Pick<APIContext, 'request' | 'cookies'>): CookieJar {
  const jar = CookieJar.of(request.headers.get('cookie'))
  const headers = new Headers()
  for (const line of cookies.headers()) headers.append('set-cookie', line)
  jar.keep({ headers })
  return jar
}
