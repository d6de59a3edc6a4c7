/**
 * Keeps each sandbox in a folder of its own, beside the template that all begin
 * as. In other words: a snapshot, restored for each of them.
 */
import { randomBytes } from 'node:crypto'
import { copyFile, lstat, mkdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '#lib/clock.ts'
import { DatabaseCorruptError, DatabaseUnreachableError } from '#repo/database-error.ts'
import type { Repo } from '#repo/repo.ts'
import { isFromTemplate, openSqlite } from '#repo/sqlite/sqlite.ts'
import type { Tables } from '#repo/tables.ts'
import { ROW_LIMITS } from './limits.ts'
import { mailFile } from './mail-file.ts'
import type { MailStore } from './mailbox.ts'
import { BrokenSandboxError, MOST_BYTES, type Store, type StoredSandbox } from './store.ts'

const PAGE_BYTES = 4_096

/** Sandboxes in files: a folder for each, made by copying the template. */
export class FileStore implements Store {
  readonly #directory: string
  readonly #template: string

  /** `template` is the file of the migrated, empty database that each sandbox starts as. */
  constructor({ directory, template }: { readonly directory: string; readonly template: string }) {
    this.#directory = directory
    this.#template = template
  }

  async openEmpty(clock: Clock): Promise<StoredSandbox> {
    const repo = await openSqlite<Tables>({ file: this.#template, readOnly: true, clock })
    return { repo, mails: NO_MAILS }
  }

  async create(id: string): Promise<void> {
    await mkdir(this.#folder(id), { recursive: true })
    await copyFile(this.#template, this.#file(id))
  }

  async createFrom(
    id: string,
    other: { readonly id: string; readonly repo: Repo<Tables> },
  ): Promise<void> {
    await mkdir(this.#folder(id), { recursive: true })
    await other.repo.copyTo(this.#file(id))
    await mailFile(this.#mails(id)).write(await mailFile(this.#mails(other.id)).read())
  }

  async open(id: string, clock: Clock): Promise<StoredSandbox> {
    const file = this.#file(id)
    try {
      const repo = await openFile(file, clock)
      return { repo, mails: mailFile(this.#mails(id)) }
    } catch (cause) {
      if (!(await isBroken(file, cause))) throw cause
      throw new BrokenSandboxError('There is no sandbox of this version here.', { cause })
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

  remove(id: string): Promise<void> {
    return rm(this.#folder(id), { recursive: true, force: true })
  }

  // Two levels, so that ten thousand sandboxes do not share one folder.
  #folder(id: string): string {
    return join(this.#directory, id.slice(0, 2), id)
  }

  #mails(id: string): string {
    return join(this.#folder(id), 'mailbox.json')
  }

  #snapshot(id: string): string {
    return join(this.#folder(id), 'snapshot.db')
  }

  #file(id: string): string {
    return join(this.#folder(id), 'sandbox.db')
  }
}

async function openFile(file: string, clock: Clock): Promise<Repo<Tables>> {
  const maxPages = MOST_BYTES / PAGE_BYTES
  const repo = await openSqlite<Tables>({
    file,
    mustExist: true,
    maxPages,
    rowLimits: ROW_LIMITS,
    clock,
  })
  try {
    if (await isFromTemplate(repo)) return repo
    throw new BrokenSandboxError('This database was not made from the template.')
  } catch (error) {
    await repo.close()
    throw error
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

const NO_MAILS: MailStore = {
  read: () => Promise.resolve([]),
  write: () => Promise.reject(new Error('This sandbox keeps no mail: nobody has acted in it.')),
}
