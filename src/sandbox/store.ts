/**
 * Where the database and the mails of each sandbox are kept, under the id of
 * the sandbox. `test/sandbox/store-contract.ts` is what each store must keep.
 */
import { MEBIBYTE } from '#lib/bytes.ts'
import type { Clock } from '#lib/clock.ts'
import type { Repo } from '#repo/repo.ts'
import type { Tables } from '#repo/tables.ts'
import type { MailStore } from './mailbox.ts'

/** Bytes that the database of one sandbox may take. */
export const MOST_BYTES = 2 * MEBIBYTE
/** Bytes of what was written to it last, before that becomes part of the file. */
export const MOST_LOG_BYTES = MEBIBYTE

export interface Store {
  /** A sandbox that is empty, and stays so: nobody can write to it. */
  openEmpty(clock: Clock): Promise<StoredSandbox>
  /** Makes an empty one under an id that is new. What has failed half way may be left; remove it. */
  create(id: string): Promise<void>
  /** Makes one under an id that is new, of a file that `refusalOf` has let through. The rest is as with `create`. */
  createOf(id: string, file: Uint8Array): Promise<void>
  /** Makes one under an id that is new, with the rows, tables and mails that another has now. The rest is as with `create`. */
  createFrom(id: string, other: { readonly id: string; readonly repo: Repo<Tables> }): Promise<void>
  /**
   * Opens it. Throws a `BrokenSandboxError` when there is none, or none of this
   * version; any other error is not the sandbox's fault, and it may be whole.
   */
  open(id: string, clock: Clock): Promise<StoredSandbox>
  /** Why no sandbox can be made of a file that somebody brings, in a sentence; `null` for a whole one of this version. */
  refusalOf(file: Uint8Array): Promise<string | null>
  /** The whole database as one file that any SQLite opens, when it is `repo`'s turn. */
  copy(id: string, repo: Repo<Tables>): Promise<Uint8Array<ArrayBuffer>>
  /** Keeps its rows and tables as they are now, in place of what was kept before. */
  keepSnapshot(id: string, repo: Repo<Tables>): Promise<void>
  /** Puts back what was kept. Throws where nothing was. */
  restoreSnapshot(id: string, repo: Repo<Tables>): Promise<void>
  dropSnapshot(id: string): Promise<void>
  /** Bytes that its database takes. */
  size(id: string): Promise<number>
  /** Bytes that all of it takes, its mails too. */
  bytes(id: string): Promise<number>
  /** The ids under which there is anything. */
  list(): AsyncIterable<string>
  /** Takes away what was begun under this id before `since`, and never became part of it. */
  removeDrafts(id: string, since: number): Promise<void>
  /** Takes everything away that there is under this id. Close its repo first. */
  remove(id: string): Promise<void>
  /** The same for what nothing opens any more: it is kept for whoever runs the site. Says under which name, if it is. */
  setAside(id: string): Promise<string | null>
  /** Takes away what was set aside before that time. */
  dropAside(before: number): Promise<void>
}

export interface StoredSandbox {
  readonly repo: Repo<Tables>
  readonly mails: MailStore
  /** Whether what was opened is still what lies in the store: somebody may have taken the files away. Cheap. */
  readonly isInPlace: () => Promise<boolean>
  /** Whether all of it can be read. It looks at every page: ask when something went wrong. */
  readonly isWhole: () => Promise<boolean>
}

/** Cut off, overwritten, gone, or left by another version: nothing will open it again. */
export class BrokenSandboxError extends Error {
  override readonly name = 'BrokenSandboxError'
}
