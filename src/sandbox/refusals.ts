import { Refusal, retryAfter } from '#lib/refusal.ts'
import { DatabaseBusyError, DatabaseClosedError, DatabaseFullError } from '#repo/database-error.ts'

/**
 * What the person may know of an error of their sandbox's database: that it is
 * busy, being reset, or full. `null` for any other, which is nobody's state and
 * a mistake of this program.
 *
 * @example
 * const full = new DatabaseFullError('database or disk is full', { code: 'SQLITE_FULL' })
 * refusalForDatabase(full).message
 * // => 'Your sandbox is full. Reset it, and try again.'
 */
export function refusalForDatabase(error: unknown): Refusal | null {
  // A reset closes the database under a request that is on its way; the next one finds another.
  if (error instanceof DatabaseBusyError || error instanceof DatabaseClosedError)
    return new Refusal(503, 'Your sandbox is busy. Try again in a moment.', retryAfter(1))
  if (error instanceof DatabaseFullError)
    return new Refusal(507, 'Your sandbox is full. Reset it, and try again.')
  return null
}
