/**
 * What an answer brings along, as steps of the trace: that a cookie comes or
 * goes, and for whom the menu is. Never what a cookie holds.
 */
import type { AstroCookies } from 'astro'
import { inWords, SECOND } from '#lib/duration.ts'
import type { StepReport } from '#trace/recorder.ts'
import type { HttpContext } from './context.ts'
import { RETURN_TO, SESSION } from './cookies.ts'

type Context = Pick<HttpContext, 'cookies' | 'locals'>

/** The cookies that a log-in is about. */
const TOLD = [SESSION, RETURN_TO] as const

export function cookieSteps({ cookies, locals }: Context): readonly StepReport[] {
  const set = lifetimesOf(cookies)
  return TOLD.flatMap((name): readonly StepReport[] => {
    const detail = set.get(locals.cookieName(name))
    if (detail === undefined) return []
    return [{ layer: 'reply', name: `cookie: ${name}`, tag: `reply.cookie.${name}`, detail }]
  })
}

/** Every page of the app has a menu, and it knows who is here. */
export function menuSteps({ locals }: Pick<Context, 'locals'>): readonly StepReport[] {
  const email = locals.menuFor?.()
  if (email === undefined) return []
  const detail = email === null ? 'for a visitor' : `with ${email}`
  return [{ layer: 'reply', name: 'menu', tag: 'reply.menu', detail }]
}

/** The cookies that this answer sets, by name: for how long, in words. */
function lifetimesOf(cookies: AstroCookies): ReadonlyMap<string, string> {
  return new Map(
    [...cookies.headers()].flatMap((line) => {
      const { name, seconds } = SET_COOKIE.exec(line)?.groups ?? {}
      return name === undefined ? [] : [[name, lifetimeInWords(seconds)] as const]
    }),
  )
}

// Of the value nothing is taken.
const SET_COOKIE = /^(?<name>[^=]+)=[^;]*(?:;.*?\bMax-Age=(?<seconds>\d+))?/i

function lifetimeInWords(seconds: string | undefined): string {
  if (seconds === undefined) return 'set, ends with the browser'
  if (seconds === '0') return 'cleared'
  return `set for ${inWords(Number(seconds) * SECOND)}`
}
