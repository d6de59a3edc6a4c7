/**
 * What sandboxes remember that is in no file: their traces, and what hangs on
 * them. It outlives the open database, whose place somebody else needs sooner,
 * folded up; but not for ever, nor at any size: what nobody came back to is let go, the
 * oldest first. Its reader finds the sandbox as it would be after a restart.
 */
import { MEBIBYTE } from '#lib/bytes.ts'
import { MINUTE } from '#lib/duration.ts'
import { Recent } from '#lib/recent.ts'
import type { AnsweredPages } from './answered-pages.ts'
import type { LastChanges } from './last-changes.ts'
import type { SandboxClock } from './sandbox-clock.ts'
import type { SandboxPlace } from './sandbox-place.ts'
import type { TraceRing } from './trace-ring.ts'

/** The same values in the sandbox that is opened next. */
export interface Memory {
  readonly clock: SandboxClock
  readonly place: SandboxPlace
  readonly traces: TraceRing
  readonly pages: AnsweredPages
  readonly lastChanges: LastChanges
}

interface Kept {
  readonly memory: Memory
  readonly bytes: number
  readonly since: number
}

/** What each takes besides what it remembers. */
export const BYTES_OF_ONE = 1_000

export class Memories {
  /** For so long, from when the database was closed. */
  static readonly minutes = 30
  readonly #mostBytes: number
  readonly #now: () => number
  readonly #kept = new Recent<string, Kept>(Infinity, ({ bytes }) => (this.#bytes -= bytes))
  #bytes = 0

  /** `now` is in milliseconds, by a clock that nobody sets. */
  constructor({ mostBytes = 8 * MEBIBYTE, now = () => performance.now() } = {}) {
    this.#mostBytes = mostBytes
    this.#now = now
  }

  /** Sandboxes that are closed, and remember something. */
  get size(): number {
    return this.#kept.size
  }

  /** What they take, roughly: never more than there may be. */
  get bytes(): number {
    return this.#bytes
  }

  keep(id: string, { clock, place, traces, pages, lastChanges }: Memory): void {
    const memory: Memory = { clock, place, traces, pages, lastChanges }
    const bytes = BYTES_OF_ONE + traces.fold() + pages.fold() + lastChanges.fold()
    this.#bytes += bytes
    this.#kept.set(id, { memory, bytes, since: this.#now() })
    this.#letGoWhile(() => this.#bytes > this.#mostBytes)
  }

  /** What a sandbox remembers; `null` where nothing is left. Whoever opens it with that forgets it here. */
  get(id: string): Memory | null {
    return this.#kept.get(id)?.memory ?? null
  }

  forget(id: string): void {
    this.#kept.delete(id)
  }

  /** Lets go of what nobody came back to in time. */
  sweep(): void {
    const before = this.#now() - Memories.minutes * MINUTE
    this.#letGoWhile(({ since }) => since <= before)
  }

  /** Lets the older half go. */
  halve(): void {
    const half = Math.floor(this.size / 2)
    this.#letGoWhile(() => this.size > half)
  }

  /** The oldest first. */
  #letGoWhile(isToGo: (kept: Kept) => boolean): void {
    for (const [id, kept] of this.#kept.entries()) {
      if (!isToGo(kept)) return
      this.#kept.delete(id)
    }
  }
}
