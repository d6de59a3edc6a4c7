/**
 * The room that sandboxes may take: a share that the operator has given them,
 * and never the last of the disk. Where it is short, those go that were unused
 * for longest. In other words: a quota for all together, with eviction.
 */
import { MEBIBYTE } from '#lib/bytes.ts'
import { systemClock } from '#lib/clock.ts'
import { MINUTE } from '#lib/duration.ts'
import { Queue } from '#lib/queue.ts'
import type { DiskRoom } from './disk-room.ts'
import type { Ledger } from './ledger.ts'
import { isOutOfRoom } from './refusals.ts'
import type { SandboxRow } from './sandbox-rows.ts'
import type { Visitor } from './visitors.ts'

/** What is left for those who write, for the site's own database and for whoever else keeps files here. */
const LEFT_BYTES = 3 * MEBIBYTE
/** Of a small disk it is no more than this part. */
const LEFT_SHARE = 0.1
/** Whoever reads for as long comes back: theirs does not go unless somebody needs the room at once. */
const IDLE_MINUTES = 2

const NOBODY: Visitor = { id: 0 }

interface Options {
  readonly disk: DiskRoom
  readonly ledger: Ledger
  readonly mostBytes: number
  /** Sandboxes that nobody has used since then, and that nobody uses now: the first to go first. */
  readonly unusedSince: (before: number) => Promise<readonly SandboxRow[]>
  /** Bytes that it takes at this moment. */
  readonly bytesOf: (id: string) => Promise<number>
  readonly end: (row: SandboxRow) => Promise<boolean>
}

export class HouseRoom {
  readonly #options: Options
  /** One after the other: two who find the house full would end twice as many. */
  readonly #turns = new Queue()

  constructor(options: Options) {
    this.#options = options
  }

  /** For somebody who needs it now. None of theirs goes. */
  async makeFor(visitor: Visitor): Promise<void> {
    await this.#make(systemClock.now() + 1, visitor)
  }

  /** Before anybody needs it: what was used just now stays. */
  async make(): Promise<void> {
    if (this.#missingOnDisk() > 0) await this.#options.disk.dropReserve()
    await this.#make(systemClock.now() - IDLE_MINUTES * MINUTE)
    await this.#options.disk.keepReserve()
  }

  /**
   * Does it again where the disk was full: with the reserve first, and then with
   * the room of sandboxes that are not this visitor’s.
   */
  async tryAgain<Value>(act: () => Promise<Value>, visitor: Visitor = NOBODY): Promise<Value> {
    const { disk } = this.#options
    for (const makeSome of [() => disk.dropReserve(), () => this.makeFor(visitor)]) {
      try {
        return await act()
      } catch (error) {
        if (!isOutOfRoom(error) || this.#missingOnDisk() <= 0) throw error
        await makeSome()
      }
    }
    return act()
  }

  async #make(before: number, besides: Visitor | null = null): Promise<void> {
    if (this.#missing() <= 0) return
    await this.#turns.run(async () => {
      // Freed bytes are counted, not asked for: a disk may take its time to say so.
      let missing = this.#missing()
      while (missing > 0) {
        const freed = await this.#free(missing, before, besides)
        if (freed === 0) return
        missing -= freed
      }
    })
  }

  async #free(missing: number, before: number, besides: Visitor | null): Promise<number> {
    const { unusedSince, bytesOf, end } = this.#options
    let freed = 0
    for (const row of await unusedSince(before)) {
      if (freed >= missing) break
      if (row.visitor_id === besides?.id) continue
      const bytes = await bytesOf(row.id)
      if (await end(row)) freed += bytes
    }
    return freed
  }

  #missing(): number {
    const { ledger, mostBytes } = this.#options
    return Math.max(ledger.total - mostBytes, this.#missingOnDisk())
  }

  #missingOnDisk(): number {
    const { disk } = this.#options
    return Math.min(LEFT_BYTES, disk.size() * LEFT_SHARE) - disk.left()
  }
}
