import { Refusal, tryLater } from '#lib/refusal.ts'
import { isOutOfDescriptors } from './descriptors.ts'
import { DatabaseBusyError, DatabaseClosedError, DatabaseFullError } from '#repo/database-error.ts'

/** What the system says where a file has no room: the disk is full, or the share of its user. */
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT'])

/**
 * What the person may know of an error of their sandbox's database: that it is
 * busy, being reset, or full. `null` for any other, which is nobody's state and
 * a mistake of this program. A database says the same of its own largest size
 * and of a full disk, and `isDiskFull` tells them apart.
 *
 * @example
 * const full = new DatabaseFullError('database or disk is full', { code: 'SQLITE_FULL' })
 * refusalForDatabase(full).message
 * // => 'Your sandbox is full. Reset it, and try again.'
 */
export function refusalForDatabase(
  error: unknown,
  isDiskFull: () => boolean = () => false,
): Refusal | null {
  // A reset closes the database under a request that is on its way; the next one finds another.
  if (error instanceof DatabaseBusyError || error instanceof DatabaseClosedError)
    return tryLater(503, 'Your sandbox is busy.', 1)
  if (isOutOfDescriptors(error)) return tryLater(503, 'This server is busy.', 2)
  const isFull = error instanceof DatabaseFullError
  if ((isFull && isDiskFull()) || hasNoRoom(error)) return diskFull()
  return isFull ? new Refusal(507, 'Your sandbox is full. Reset it, and try again.') : null
}

const hasNoRoom = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && NO_ROOM.has(String(error.code))

const diskFull = () =>
  new Refusal(
    507,
    'The disk of this server is full, so nothing can be kept at the moment. Reading works; tell whoever runs this site.',
  )
