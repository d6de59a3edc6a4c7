/**
 * What a page says for the connection that it opens: that a plug let this
 * session open it. A connection comes later than its page, at the first letter
 * that is typed or after the clock has moved, and is an act on a page that is
 * open. In Phoenix: the signed `data-phx-session` of a live page.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

// A page that was opened before a restart is a page that nobody remembers.
const KEY = randomBytes(32)

/** Says that this session was let in at this path. */
export function admissionTo(path: string, userToken: string | null): string {
  return createHmac('sha256', KEY)
    .update(JSON.stringify([path, userToken]))
    .digest('base64url')
}

/** Whether a page of this session was let in at this path. */
export function isAdmitted(given: string | null, path: string, userToken: string | null): boolean {
  const wanted = Buffer.from(admissionTo(path, userToken))
  const shown = Buffer.from(given ?? '')
  return wanted.length === shown.length && timingSafeEqual(wanted, shown)
}
