/**
 * Ends sandboxes. On a full disk nothing can be noted, and yet their files are
 * what makes room: so they go, whatever becomes of the note, and the note is
 * made as soon as there is room for it.
 */
import { DatabaseError } from '#repo/database-error.ts'
import type { Announcements } from './announcements.ts'
import type { Ledger } from './ledger.ts'
import { nameInLog } from './name-in-log.ts'
import type { Ending, Named, SandboxRow, SandboxRows } from './sandbox-rows.ts'
import type { Store } from './store.ts'

/** What broke, in words that a log may hold. */
export interface BrokenSandbox {
  readonly sandbox: string
  /** Its name among what was set aside, or `null` where nothing could be kept. */
  readonly keptAs: string | null
}

interface Going {
  readonly reason: Ending
  /** Whether it was this that ended it. */
  readonly noted: Promise<boolean>
}

interface Options {
  readonly rows: SandboxRows
  readonly store: Store
  readonly ledger: Ledger
  readonly announcements: Announcements
  /** Closes it as soon as nobody uses it; `false` where it is closed already. */
  readonly retire: (id: string) => Promise<boolean>
  readonly onBroken: (broken: BrokenSandbox) => void
  /** Nothing of it is to come back. */
  readonly forget: (id: string) => void
}

interface Unnoted {
  readonly of: Named
  readonly reason: Ending
}

export class Endings {
  readonly #options: Options
  /** Whose files go when the last request has finished. */
  readonly #going = new Map<string, Going>()
  /** Gone, though their rows say otherwise. */
  readonly #unnoted = new Map<string, Unnoted>()

  constructor(options: Options) {
    this.#options = options
  }

  /** Ends it, and says whether this call did: of two at once, one does. */
  async end(row: SandboxRow, reason: Ending): Promise<boolean> {
    const { id, visitor_id, number } = row
    const { announcements, retire, forget } = this.#options
    const before = this.#going.get(id)
    if (before) await before.noted
    if (before || this.#unnoted.has(id)) return false
    const noted = this.#note(row, reason)
    this.#going.set(id, { reason, noted })
    let isOurs = false
    try {
      isOurs = await noted
    } finally {
      if (!isOurs) this.#going.delete(id)
    }
    if (!isOurs) return false
    forget(id)
    announcements.disconnect(id)
    // Of a reset open pages hear when the next one is there.
    if (reason !== 'reset')
      announcements.tell(visitor_id, { type: 'ended', data: { number, reason } })
    // A request that is still using it may finish; the files go when the last one has.
    if (!(await retire(id))) await this.takeAway(id)
    // Where there was no room for the note, there may be some now.
    await this.settle().catch(() => undefined)
    return true
  }

  /** Whether it has ended, though its row cannot say so yet. */
  isUnnoted(id: string): boolean {
    return this.#unnoted.has(id)
  }

  /** Whether its files are about to go. */
  isGoing(id: string): boolean {
    return this.#going.has(id)
  }

  /** Notes what could not be noted. Throws as the database does where that is still so. */
  async settle(): Promise<void> {
    for (const [id, { of, reason }] of [...this.#unnoted]) {
      await this.#options.rows.end(of, reason)
      this.#unnoted.delete(id)
    }
  }

  /** Takes the files of an ended one away, once its database is closed. Says whether it has ended. */
  async takeAway(id: string): Promise<boolean> {
    const { store, ledger, onBroken } = this.#options
    const going = this.#going.get(id)
    if (!going) return false
    const { reason } = going
    if (reason === 'broken') onBroken({ sandbox: nameInLog(id), keptAs: await store.setAside(id) })
    else await store.remove(id)
    ledger.forget(id)
    this.#going.delete(id)
    return true
  }

  async #note(of: Named, reason: Ending): Promise<boolean> {
    try {
      return await this.#options.rows.end(of, reason)
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error
      this.#unnoted.set(of.id, { of, reason })
      return true
    }
  }
}
