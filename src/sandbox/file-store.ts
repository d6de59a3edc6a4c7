/**
 * Keeps each sandbox in a folder of its own, beside the template that all begin
 * as. In other words: a snapshot, restored for each of them.
 */
import { randomBytes } from 'node:crypto'
import {
  copyFile,
  lstat,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { systemClock, type Clock } from '#lib/clock.ts'
import { errorCode } from '#lib/error-code.ts'
import {
  DatabaseBusyError,
  DatabaseClosedError,
  DatabaseCorruptError,
  DatabaseFullError,
  DatabaseUnreachableError,
} from '#repo/database-error.ts'
import type { Repo } from '#repo/repo.ts'
import { isSound } from '#repo/sqlite/brought-database.ts'
import { isFromTemplate, openSqlite } from '#repo/sqlite/sqlite.ts'
import type { Tables } from '#repo/tables.ts'
import { untraced } from '#trace/trace.ts'
import { refusalOfBytes, refusalOfDatabase } from './brought-file.ts'
import { FilesAside } from './files-aside.ts'
import { ROW_LIMITS } from './limits.ts'
import { mailFile } from './mail-file.ts'
import type { MailStore } from './mailbox.ts'
import {
  BrokenSandboxError,
  MOST_BYTES,
  MOST_LOG_BYTES,
  type Store,
  type StoredSandbox,
} from './store.ts'

const PAGE_BYTES = 4_096
const SHELF = /^[\da-f]{2}$/
const ID = /^[\da-f]{32}$/
/** What is renamed, or taken away, once it is whole. */
const DRAFT =
  /^(?:mailbox\.json\.[\da-f]{12}|copy-[\da-f]{12}\.db(?:-journal)?|snapshot\.db\.draft)$/

interface Options {
  /** It is there: a disk that is gone is not to be taken for an empty one. */
  readonly directory: string
  /** The file of the migrated, empty database that each sandbox starts as. */
  readonly template: string
  /** Where broken ones are kept for a while; without it they go at once. */
  readonly aside?: string
}

/** Sandboxes in files: a folder for each, made by copying the template. */
export class FileStore implements Store {
  readonly #directory: string
  readonly #template: string
  readonly #aside: FilesAside | null
  /** Made by this process of what is known to be whole, and never opened since. */
  readonly #fresh = new Set<string>()

  constructor({ directory, template, aside }: Options) {
    this.#directory = directory
    this.#template = template
    this.#aside = aside === undefined ? null : new FilesAside(aside)
  }

  async openEmpty(clock: Clock): Promise<StoredSandbox> {
    const repo = await openSqlite<Tables>({ file: this.#template, readOnly: true, clock })
    return { repo, mails: NO_MAILS, isInPlace: yes, isWhole: yes }
  }

  create(id: string): Promise<void> {
    return this.#make(id, (file) => copyFile(this.#template, file))
  }

  createOf(id: string, bytes: Uint8Array): Promise<void> {
    return this.#make(id, (file) => writeFile(file, bytes))
  }

  createFrom(
    id: string,
    other: { readonly id: string; readonly repo: Repo<Tables> },
  ): Promise<void> {
    return this.#make(id, async (file) => {
      await other.repo.copyTo(file)
      const mails = await this.#mailsOf(other.id).read()
      await this.#mailsOf(id).write(mails === 'broken' ? [] : mails)
    })
  }

  async open(id: string, clock: Clock): Promise<StoredSandbox> {
    const file = this.#file(id)
    try {
      const repo = await openFile(file, clock, { isKnown: this.#fresh.delete(id) })
      const isInPlace = await placeOf(file, this.#directory)
      const isWhole = async () => (await isInPlace()) && (await canBeRead(repo))
      return { repo, mails: this.#mailsOf(id), isInPlace, isWhole }
    } catch (cause) {
      if (!(await isBroken(file, cause))) throw cause
      // Where all are gone, the disk is: each is whole when that comes back.
      await lstat(this.#directory)
      throw new BrokenSandboxError('There is no sandbox of this version here.', { cause })
    }
  }

  async refusalOf(bytes: Uint8Array): Promise<string | null> {
    const refusal = refusalOfBytes(bytes)
    if (refusal !== null) return refusal
    const draft = join(this.#directory, `brought-${randomBytes(6).toString('hex')}.db`)
    const { repo } = await this.openEmpty(systemClock)
    try {
      await writeFile(draft, bytes)
      return await refusalOfDatabase(draft, repo)
    } finally {
      await repo.close()
      await rm(draft, { force: true })
    }
  }

  async copy(id: string, repo: Repo<Tables>): Promise<Uint8Array<ArrayBuffer>> {
    const copy = join(this.#folder(id), `copy-${randomBytes(6).toString('hex')}.db`)
    try {
      await repo.copyTo(copy)
      return await readFile(copy)
    } finally {
      await rm(copy, { force: true })
    }
  }

  async keepSnapshot(id: string, repo: Repo<Tables>): Promise<void> {
    const draft = `${this.#snapshot(id)}.draft`
    await rm(draft, { force: true })
    await repo.copyTo(draft)
    await rename(draft, this.#snapshot(id))
  }

  restoreSnapshot(id: string, repo: Repo<Tables>): Promise<void> {
    return repo.restoreFrom(this.#snapshot(id))
  }

  dropSnapshot(id: string): Promise<void> {
    return rm(this.#snapshot(id), { force: true })
  }

  async size(id: string): Promise<number> {
    return (await stat(this.#file(id))).size
  }

  async bytes(id: string): Promise<number> {
    let bytes = 0
    for (const name of await namesIn(this.#folder(id))) {
      const stats = await lstat(join(this.#folder(id), name)).catch(() => null)
      bytes += stats?.size ?? 0
    }
    return bytes
  }

  async *list(): AsyncIterable<string> {
    for (const shelf of await namesIn(this.#directory)) {
      if (!SHELF.test(shelf)) continue
      for (const id of await namesIn(join(this.#directory, shelf))) if (ID.test(id)) yield id
    }
  }

  async removeDrafts(id: string, since: number): Promise<void> {
    const folder = this.#folder(id)
    for (const name of (await namesIn(folder)).filter((each) => DRAFT.test(each))) {
      const stats = await lstat(join(folder, name)).catch(() => null)
      if (stats && stats.mtimeMs < since) await rm(join(folder, name), { force: true })
    }
  }

  remove(id: string): Promise<void> {
    this.#fresh.delete(id)
    return rm(this.#folder(id), { recursive: true, force: true })
  }

  async setAside(id: string): Promise<string | null> {
    if (this.#aside) return this.#aside.take(this.#folder(id), id)
    await this.remove(id)
    return null
  }

  async dropAside(before: number): Promise<void> {
    await this.#aside?.dropBefore(before)
  }

  async #make(id: string, fill: (file: string) => Promise<void>): Promise<void> {
    await this.#makeFolder(id)
    await fill(this.#file(id))
    this.#fresh.add(id)
  }

  /** Its shelf, too, where that is not there yet; never what all of them lie in, which may be a disk that is gone. */
  async #makeFolder(id: string): Promise<void> {
    const folder = this.#folder(id)
    try {
      await mkdir(folder)
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') return unlessThere(error)
      for (const each of [dirname(folder), folder]) await mkdir(each).catch(unlessThere)
    }
  }

  // Two levels, so that ten thousand sandboxes do not share one folder.
  #folder(id: string): string {
    return join(this.#directory, id.slice(0, 2), id)
  }

  #mailsOf(id: string): MailStore {
    const file = join(this.#folder(id), 'mailbox.json')
    return this.#aside
      ? mailFile(file, () => this.#aside!.take(file, id, '-mailbox.json'))
      : mailFile(file)
  }

  #snapshot(id: string): string {
    return join(this.#folder(id), 'snapshot.db')
  }

  #file(id: string): string {
    return join(this.#folder(id), 'sandbox.db')
  }
}

function unlessThere(error: unknown): void {
  if (errorCode(error) !== 'EEXIST') throw error
}

/** None where there is no such folder, or it is none. */
const namesIn = (folder: string): Promise<readonly string[]> => readdir(folder).catch(() => [])

async function openFile(
  file: string,
  clock: Clock,
  { isKnown }: { readonly isKnown: boolean },
): Promise<Repo<Tables>> {
  const repo = await openSqlite<Tables>({
    file,
    mustExist: true,
    maxPages: MOST_BYTES / PAGE_BYTES,
    logPages: MOST_LOG_BYTES / PAGE_BYTES,
    rowLimits: ROW_LIMITS,
    clock,
  })
  try {
    // A page that nobody has read yet may be anything, and a write to it would go well.
    if ((await isFromTemplate(repo)) && (isKnown || (await isSound(repo)))) return repo
    throw new BrokenSandboxError('This database was not made from the template, or is damaged.')
  } catch (error) {
    await repo.close()
    throw error
  }
}

/**
 * Asks whether the file of now is still there, under its name: SQLite goes on
 * with one that is gone. Where the folder of all is gone, nobody can say.
 */
async function placeOf(file: string, all: string): Promise<() => Promise<boolean>> {
  const { dev, ino } = await lstat(file)
  const look = (path: string) => lstat(path).catch(() => null)
  return async () => {
    const stats = await look(file)
    if (stats === null) return (await look(all)) === null
    return stats.dev === dev && stats.ino === ino && stats.size > 0
  }
}

/** Whether the file is no database of ours. Anything else that goes wrong is not the file's fault. */
async function isBroken(file: string, error: unknown): Promise<boolean> {
  if (error instanceof BrokenSandboxError || error instanceof DatabaseCorruptError) return true
  if (!(error instanceof DatabaseUnreachableError)) return false
  // A file that is there cannot be opened for another reason, such as too many open files.
  const stats = await lstat(file).catch(() => null)
  return !stats?.isFile()
}

/** What is busy, or full, may well be whole. */
async function canBeRead(repo: Repo<Tables>): Promise<boolean> {
  try {
    return await untraced(async () => (await isFromTemplate(repo)) && (await isSound(repo)))
  } catch (error) {
    return MAY_BE_WHOLE.some((kind) => error instanceof kind)
  }
}

const MAY_BE_WHOLE = [DatabaseBusyError, DatabaseClosedError, DatabaseFullError]

const yes = () => Promise.resolve(true)

const NO_MAILS: MailStore = {
  read: () => Promise.resolve([]),
  write: () => Promise.reject(new Error('This sandbox keeps no mail: nobody has acted in it.')),
}
