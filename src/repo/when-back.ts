/**
 * Does what a database is to be told, now or once it is back. A database on
 * another machine may be away for some seconds, while everything else goes on:
 * what was to be written waits here, in memory, in the order in which it came.
 * In other words: a write-behind queue, for as long as an outage lasts.
 */
import { createAsyncContext } from '#async-context'
import { SECOND } from '#lib/duration.ts'
import { untraced } from '#trace/trace.ts'
import { DatabaseAwayError } from './database-error.ts'

type Work = () => Promise<void>

interface Options {
  /** Told of work that failed once the database was back: nobody waits for it any more. */
  readonly failed?: (error: unknown) => void
  /** Milliseconds until it is tried again. */
  readonly every?: number
}

/** Nobody's work takes the place of another's. */
const MOST_OF_ONE = 200
const MOST = 20_000

export class WhenBack<Key> {
  readonly #failed: (error: unknown) => void
  readonly #every: number
  readonly #waiting = new Map<Key, Work[]>()
  /** Inside of work: what belongs to it is done with it, or put off with it. */
  readonly #inside = createAsyncContext<true>()
  #count = 0
  #timer: NodeJS.Timeout | null = null
  #trying: Promise<void> | null = null

  constructor({ failed = () => undefined, every = SECOND }: Options = {}) {
    this.#failed = failed
    this.#every = every
  }

  /** How much waits. */
  get size(): number {
    return this.#count
  }

  /** Whether anything of this one’s waits. */
  isWaiting(key: Key): boolean {
    return this.#waiting.has(key)
  }

  /** Whether this is asked by work that is run here: what it throws, it throws to this. */
  get isInside(): boolean {
    return this.#inside.getStore() === true
  }

  /**
   * Runs `work`. Where the database is away that is put off, and this returns;
   * `work` is run again from its beginning, with all that it gives to this. What comes for the same key stays
   * behind it. Throws what `work` throws, and a `DatabaseAwayError` where too much
   * waits already.
   */
  async run(key: Key, work: Work): Promise<void> {
    if (this.isInside) return work()
    // Whoever comes now would wait for the same database in vain.
    if (this.#count > 0) return this.#putOff(key, work)
    try {
      await this.#inside.run(true, work)
    } catch (error) {
      if (!(error instanceof DatabaseAwayError)) throw error
      this.#putOff(key, work)
    }
  }

  /** Tries all of it once more, and says whether nothing waits now. For a server that ends. */
  async tryNow(): Promise<boolean> {
    await (this.#trying ??= this.#tryAll().finally(() => (this.#trying = null)))
    return this.#count === 0
  }

  #putOff(key: Key, work: Work): void {
    const own = this.#waiting.get(key) ?? []
    if (own.length >= MOST_OF_ONE || this.#count >= MOST)
      throw new DatabaseAwayError('The database is away, and too much waits for it already.', {
        code: 'AWAY',
      })
    this.#waiting.set(key, [...own, work])
    this.#count += 1
    // No part of the request in whose middle it begins.
    this.#timer ??= untraced(() => setInterval(() => void this.tryNow(), this.#every).unref())
  }

  async #tryAll(): Promise<void> {
    for (const key of [...this.#waiting.keys()]) if (!(await this.#tryOf(key))) return
    if (this.#count > 0 || !this.#timer) return
    clearInterval(this.#timer)
    this.#timer = null
  }

  /** Whether the database is back. */
  async #tryOf(key: Key): Promise<boolean> {
    for (let [work] = this.#waiting.get(key) ?? []; work; [work] = this.#waiting.get(key) ?? []) {
      try {
        await this.#inside.run(true, work)
      } catch (error) {
        if (error instanceof DatabaseAwayError) return false
        this.#failed(error)
      }
      this.#isDone(key)
    }
    return true
  }

  #isDone(key: Key): void {
    const [, ...others] = this.#waiting.get(key) ?? []
    if (others.length > 0) this.#waiting.set(key, others)
    else this.#waiting.delete(key)
    this.#count -= 1
  }
}
