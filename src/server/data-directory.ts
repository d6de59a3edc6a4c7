/** The folder with all that the server keeps. One process owns it: mailboxes, clocks and traces are in its memory. */
import { constants } from 'node:fs'
import { access, mkdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { SECOND } from '#lib/duration.ts'
import { errorCode } from '#lib/error-code.ts'
import { inTime } from '#lib/in-time.ts'
import { DatabaseError } from '#repo/database-error.ts'
import { lockFile, type FileLock } from '#repo/sqlite/file-lock.ts'
import { ConfigError, type Config } from './config.ts'
import { nextFreePort } from './listen.ts'

/** Which process has it. */
export const IN_USE = 'in-use.db'
const ANSWERS_WITHIN = 4 * SECOND

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'it is read-only',
  ENOTDIR: 'it is a file, or lies in one',
  EEXIST: 'it is a file, or lies in one',
  ENOENT: 'it cannot be made there',
  ENOSPC: 'the disk is full',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'its links lead in a circle',
  SQLITE_READONLY: 'this user may not write there',
  SQLITE_CANTOPEN: 'no database can be opened there',
  SQLITE_IOERR: 'the disk does not take it',
  SQLITE_PROTOCOL: 'files cannot be locked there',
  SQLITE_FULL: 'the disk is full',
  SQLITE_CORRUPT: 'a database in it is damaged',
  SQLITE_NOTADB: 'a file in it is no database',
}

/**
 * Makes the folder and takes it for this process. Throws a `ConfigError` where
 * another process has it, or nothing can be written to it.
 */
export async function ownDataDirectory(config: Config): Promise<FileLock> {
  const { dataDirectory } = config
  const lock = await answering(dataDirectory, async () => {
    for (const folder of [dataDirectory, join(dataDirectory, 'sandboxes')]) {
      await makeFolder(folder)
      await access(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    }
    return lockFile(join(dataDirectory, IN_USE))
  })
  if (lock) return lock
  const other = otherThan(dataDirectory)
  throw new ConfigError(
    `DATA_DIR is "${dataDirectory}", and another server is using it. Stop that one, or give this one a folder and a port of its own, as in DATA_DIR=${other} PORT=${await nextFreePort(config)} npm start.`,
  )
}

/** What `use` opens lies in the folder: what the system says of it becomes a sentence that names the variable. */
export async function inDataDirectory<Value>(
  { dataDirectory }: Config,
  use: () => Promise<Value>,
): Promise<Value> {
  try {
    return await use()
  } catch (error) {
    throw explained(dataDirectory, error)
  }
}

/** Nothing of it is lost by starting the version that has written it; by starting this one it might be. */
export function refuseNewerData(
  { dataDirectory }: Pick<Config, 'dataDirectory'>,
  unknown: readonly string[],
): void {
  const newest = unknown.at(-1)
  if (newest === undefined) return
  throw new ConfigError(
    `DATA_DIR is "${dataDirectory}", and a newer version of this server has written to it: ${newest} is unknown here. Start that version, or give this one a folder of its own, as in DATA_DIR=${otherThan(dataDirectory)} npm start.`,
  )
}

const otherThan = (folder: string) => (basename(folder) === 'var2' ? 'var3' : 'var2')

// Node's own way to make all folders of a path never ends under /proc.
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder)
  } catch (error) {
    const code = errorCode(error)
    if (code === 'EEXIST' && (await stat(folder)).isDirectory()) return
    if (code !== 'ENOENT' || dirname(folder) === folder) throw error
    await makeFolder(dirname(folder))
    await mkdir(folder)
  }
}

async function answering<Value>(folder: string, use: () => Promise<Value>): Promise<Value> {
  const late = () => refusal(folder, `nothing there has answered for ${ANSWERS_WITHIN / SECOND} s`)
  try {
    return await inTime(use(), ANSWERS_WITHIN, late)
  } catch (error) {
    throw explained(folder, error)
  }
}

function explained(folder: string, error: unknown): unknown {
  if (error instanceof ConfigError) return error
  const code = errorCode(error)
  const reason = REASONS[code] ?? (error instanceof DatabaseError ? error.words : null)
  return reason === null ? error : refusal(folder, `${reason} (${code})`)
}

const refusal = (folder: string, reason: string) =>
  new ConfigError(
    `DATA_DIR is "${folder}": ${reason}. Set DATA_DIR to a folder that this user can write to, as in DATA_DIR=/tmp/glasshouse npm start.`,
  )
