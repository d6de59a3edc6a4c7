/**
 * A lock that no crash leaves behind: the system takes it back when the process
 * ends, however it ends. SQLite knows how to take one on every system.
 */
import { DatabaseBusyError } from '../database-error.ts'
import { Sqlite3Handle } from './sqlite3-handle.ts'

/** A lock that somebody holds. */
export interface FileLock {
  readonly release: () => Promise<void>
}

/**
 * Locks `file`, which holds nothing else, until `release` or the end of the
 * process. Answers `null` while somebody else holds it. Throws a `DatabaseError`
 * where the file cannot be made or written.
 *
 * @example
 * const lock = await lockFile(`${folder}/in-use.db`)
 * await lockFile(`${folder}/in-use.db`)
 * // => null
 * await lock.release()
 */
export async function lockFile(file: string): Promise<FileLock | null> {
  try {
    const handle = await Sqlite3Handle.open({ file })
    try {
      await handle.runScript('begin exclusive')
      return Object.freeze({ release: () => handle.close() })
    } catch (error) {
      await handle.close()
      throw error
    }
  } catch (error) {
    if (error instanceof DatabaseBusyError) return null
    throw error
  }
}
