/**
 * Names for requests, traces and mails, which nobody can guess. What opens something, a token or a
 * key, takes its own bytes from the system: these are drawn many at a time.
 */
const DRAWN = 4_096

const pool = Buffer.allocUnsafeSlow(DRAWN)
let left = 0

/**
 * So many random bytes, as text that fits into an address.
 *
 * @example
 * randomId(12).length
 * // => 16
 */
export function randomId(bytes: number): string {
  if (!(bytes > 0 && bytes <= DRAWN))
    throw new RangeError(`randomId: ${bytes} bytes. Expected 1 to ${DRAWN}.`)
  if (left < bytes) {
    crypto.getRandomValues(pool)
    left = DRAWN
  }
  const from = DRAWN - left
  left -= bytes
  return pool.toString('base64url', from, from + bytes)
}
