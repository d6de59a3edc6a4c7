/** A process may have only so many files and connections open at once. In other words: file descriptors, `ulimit -n`. */
import { closeSync, openSync } from 'node:fs'
import { devNull } from 'node:os'
import { DatabaseError } from '#repo/database-error.ts'

const NONE_LEFT = new Set(['EMFILE', 'ENFILE'])
/** With these a database says that a file of it could not be opened, for whatever reason. */
const NOT_OPENED = new Set(['SQLITE_CANTOPEN', 'SQLITE_IOERR'])

/**
 * Whether something failed because no more can be open at once. A file system
 * says so itself; of a database it is asked by opening what is always there.
 */
export function isOutOfDescriptors(error: unknown, areLeft: () => boolean = canOpenOne): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false
  const code = String(error.code)
  if (NONE_LEFT.has(code)) return true
  return error instanceof DatabaseError && NOT_OPENED.has(code) && !areLeft()
}

function canOpenOne(): boolean {
  try {
    closeSync(openSync(devNull, 'r'))
    return true
  } catch (error) {
    return !(error instanceof Error && 'code' in error && NONE_LEFT.has(String(error.code)))
  }
}
