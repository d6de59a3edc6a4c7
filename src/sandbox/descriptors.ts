/** A process may have only so many files and connections open at once. In other words: file descriptors, `ulimit -n`. */
import { closeSync, openSync, readFileSync } from 'node:fs'
import { devNull } from 'node:os'
import { SECOND } from '#lib/duration.ts'
import { errorCode } from '#lib/error-code.ts'
import { DatabaseError } from '#repo/database-error.ts'

const NONE_LEFT = new Set(['EMFILE', 'ENFILE'])
/** With these a database says that a file of it could not be opened, for whatever reason. */
const NOT_OPENED = new Set(['SQLITE_CANTOPEN', 'SQLITE_IOERR'])

/** A database, its log, and what those who read it share. */
const EACH_TAKES = 3
/** The others are for connections, and for files that are read or written. */
const SHARE_OF_DATABASES = 1 / 3

/**
 * How many databases may be open at once, of so many that are wanted: where
 * they took every descriptor, nobody could connect any more.
 */
export function databasesWithin(wanted: number, descriptors = mostDescriptors()): number {
  if (descriptors === null) return wanted
  return Math.max(1, Math.min(wanted, Math.floor((descriptors * SHARE_OF_DATABASES) / EACH_TAKES)))
}

/** How many this process may have open, where the system tells. */
function mostDescriptors(): number | null {
  try {
    const limits = readFileSync('/proc/self/limits', 'utf8')
    const { most } = /^Max open files\s+(?<most>\d+)/m.exec(limits)?.groups ?? {}
    return most === undefined ? null : Number(most)
  } catch {
    return null
  }
}

/**
 * Whether something failed because no more can be open at once. A file system
 * says so itself; of a database it is asked by opening what is always there.
 */
export function isOutOfDescriptors(error: unknown, areLeft: () => boolean = canOpenOne): boolean {
  return NONE_LEFT.has(errorCode(error)) || (maySayNoneLeft(error) && !areLeft())
}

/** Where none were left a moment ago, somebody may have given one back since it failed. */
const A_MOMENT = 5 * SECOND

/** Tells the same for one who sees what fails, and remembers. */
export function shortageOfDescriptors({
  areLeft = canOpenOne,
  now = () => performance.now(),
} = {}): (error: unknown) => boolean {
  let until = -Infinity
  return (error) => {
    if (isOutOfDescriptors(error, areLeft)) until = now() + A_MOMENT
    else if (!maySayNoneLeft(error)) return false
    return now() < until
  }
}

const maySayNoneLeft = (error: unknown): boolean =>
  error instanceof DatabaseError && NOT_OPENED.has(error.code)

function canOpenOne(): boolean {
  try {
    closeSync(openSync(devNull, 'r'))
    return true
  } catch (error) {
    return !NONE_LEFT.has(errorCode(error))
  }
}
