/**
 * What to tell the reader on the next page. The cookie holds the name of a
 * message, never the message: nobody can make the site say something by
 * planting a cookie. `fetchFlash` is given the messages that may be read back.
 */
import type { HttpContext } from './context.ts'
import { dropCookie, FLASH, keepCookie } from './cookies.ts'
import { YOU } from './links.ts'
import { flash, recall, type Flash, type Messages, type Said } from './messages.ts'

const SECONDS_TO_LIVE = 60

type Context = Pick<HttpContext, 'cookies' | 'locals'>

/** Keeps a message for the next page of this persona. In Phoenix: `put_flash/3`. */
export function putFlash({ cookies, locals }: Context, { name, about }: Said): void {
  const { persona } = locals.front
  const kept = [name, about, ...(persona === YOU ? [] : [persona])]
  const value = Buffer.from(JSON.stringify(kept)).toString('base64url')
  keepCookie(cookies, locals.cookieName(FLASH), value, SECONDS_TO_LIVE)
}

/**
 * Reads the message, once. What was not written by `putFlash` counts as none;
 * one that is for another persona stays where it is.
 */
export function takeFlash({ cookies, locals }: Context, known: readonly Messages[]): Flash {
  const name = locals.cookieName(FLASH)
  const value = cookies.get(name)?.value
  if (!value) return {}
  const [message, about, persona = YOU] = read(value)
  if (typeof persona === 'string' && persona !== locals.front.persona) return {}
  dropCookie(cookies, name)
  const said = recall(known, message, about)
  return said ? flash(said) : {}
}

function read(cookie: string): readonly unknown[] {
  try {
    const kept: unknown = JSON.parse(Buffer.from(cookie, 'base64url').toString())
    return Array.isArray(kept) ? kept : []
  } catch {
    return []
  }
}
