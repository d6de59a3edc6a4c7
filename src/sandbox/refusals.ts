import { inExactWords, SECOND } from '#lib/duration.ts'
import { errorCode } from '#lib/error-code.ts'
import { Refusal, retryAfter, tryLater } from '#lib/refusal.ts'
import {
  DatabaseAwayError,
  DatabaseBusyError,
  DatabaseClosedError,
  DatabaseError,
  DatabaseFullError,
} from '#repo/database-error.ts'
import { isOutOfDescriptors } from './descriptors.ts'
import { toReset } from './to-reset.ts'

/** What the system says where a file has no room: the disk is full, or the share of its user. */
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT'])
/** What it says of a disk that takes nothing, or may not be written. No mistake of this program is called so. */
const NO_WRITING = new Set(['EROFS', 'EACCES', 'EPERM', 'EIO', 'SQLITE_READONLY_DIRECTORY'])
/** What a database says where the files beside it have none. Each may mean something else, too. */
const MAYBE_NO_ROOM = new Set(['SQLITE_IOERR', 'SQLITE_CANTOPEN'])
/** Room is made as soon as it is missing: the next try may find some. */
const TRY_AGAIN_SECONDS = 30
const AWAY_SECONDS = 2

/**
 * What the person may know of an error of their sandbox's database: that it is
 * busy, being reset, or full. `null` for any other, which is nobody's state and
 * a mistake of this program. A database says the same of its own largest size
 * and of a full disk, and `diskTrouble` tells them apart: of the first its reader
 * is told what to do (409), of the other the server is (507).
 *
 * @example
 * const full = new DatabaseFullError('database or disk is full', { code: 'SQLITE_FULL' })
 * refusalForDatabase(full).message
 * // => 'Your sandbox is full. Reset it, and try again.'
 */
export function refusalForDatabase(
  error: unknown,
  diskTrouble: DiskTrouble = () => null,
): Refusal | null {
  // A reset closes the database under a request that is on its way; the next one finds another.
  if (error instanceof DatabaseBusyError || error instanceof DatabaseClosedError)
    return tryLater(503, 'Your sandbox is busy.', 1)
  // What must last is on another machine, which is away; sandboxes are here.
  if (error instanceof DatabaseAwayError)
    return tryLater(503, 'What this site keeps of you cannot be reached.', AWAY_SECONDS)
  if (isOutOfDescriptors(error)) return tryLater(503, 'This server is busy.', 2)
  if (saysNoRoom(error) || (maySayNoRoom(error) && diskTrouble() === 'full')) return diskFull()
  if (NO_WRITING.has(errorCode(error)) || (ofFile(error) && diskTrouble() === 'away'))
    return diskAway()
  const isFull = error instanceof DatabaseFullError
  return isFull ? toReset(new Refusal(409, 'Your sandbox is full. Reset it, and try again.')) : null
}

/**
 * Whether this comes of a disk without room, as far as the error itself can tell.
 *
 * @example
 * isOutOfRoom(new DatabaseFullError('database or disk is full', { code: 'SQLITE_FULL' }))
 * // => true
 * isOutOfRoom(new Error('no'))
 * // => false
 */
export const isOutOfRoom = (error: unknown): boolean => saysNoRoom(error) || maySayNoRoom(error)

/** What is wrong with the disk at this moment: it is full, or nobody finds it. */
export type DiskTrouble = () => 'full' | 'away' | null

/** The system or a database speaks of a file, and not of what this program made of it. */
const ofFile = (error: unknown): boolean => errorCode(error) === 'ENOENT' || maySayNoRoom(error)

const saysNoRoom = (error: unknown): boolean => NO_ROOM.has(errorCode(error))

const maySayNoRoom = (error: unknown): boolean =>
  error instanceof DatabaseFullError ||
  (error instanceof DatabaseError && MAYBE_NO_ROOM.has(error.code))

const diskFull = () =>
  new Refusal(
    507,
    'The disk of this server is full, so nothing can be kept at the moment. Reading works. Try again in half a minute; if it stays so, tell whoever runs this site.',
    retryAfter(TRY_AGAIN_SECONDS),
  )

const diskAway = () =>
  new Refusal(
    507,
    'The disk of this server does not work at the moment, so nothing can be kept. Try again in half a minute; if it stays so, tell whoever runs this site.',
    retryAfter(TRY_AGAIN_SECONDS),
  )

/** A sandbox of another server: what is to serve it. */
interface OfAnother {
  /** By what name the balancer knows it. */
  readonly name: string
  /** Seconds until it may be taken for gone; `null` while it renews its lease. */
  readonly silentFor: number | null
}

/**
 * A request that came to another server than the one that has its visitor's
 * sandbox. Nothing was done; whoever brings it there is answered.
 *
 * @example
 * new MisdirectedRefusal({ name: 'b', silentFor: 20 }).message
 * // => 'Your sandbox is on a server that does not answer at the moment. Try again: if it stays away for 20 seconds more, you go on in a fresh one.'
 */
export class MisdirectedRefusal extends Refusal {
  readonly server: string

  constructor({ name, silentFor }: OfAnother) {
    super(
      421,
      silentFor === null
        ? 'Your sandbox is on another server of this site, and this request was led to the wrong one. Try again: the next one is led there.'
        : `Your sandbox is on a server that does not answer at the moment. Try again: if it stays away for ${inExactWords(silentFor * SECOND)} more, you go on in a fresh one.`,
      retryAfter(silentFor ?? 1),
    )
    this.server = name
  }
}
