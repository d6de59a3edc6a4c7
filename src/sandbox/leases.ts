/**
 * Keeps a bounded number of things open. One that is in use is never closed:
 * whoever uses it holds a lease. When there are too many, the one unused for
 * longest is closed; all in use means that the newcomer is turned away. Where
 * the system has no more to give, fewer are kept open for a while. In
 * other words: a connection pool, an LRU cache that counts its users.
 */
import { tryLater } from '#lib/refusal.ts'

interface Entry<Value> {
  readonly value: Promise<Value>
  leases: number
  retired: boolean
  /** Since when nobody has used it. */
  idleSince: number
}

interface Options<Value> {
  readonly most: number
  readonly close: (value: Value, key: string) => Promise<void>
  /** Whether what was to be opened failed because the system has no more to give. */
  readonly isShort?: (error: unknown) => boolean
  /** Milliseconds, by a clock that nobody sets. */
  readonly now?: () => number
}

/** Of those that are open so many stay when the system is short. */
const STAY_WHEN_SHORT = 0.75
/** Of those that may be open, so many may always be, and so many come back at a time. */
const A_SHARE = 0.1

export class Leases<Value> {
  readonly #options: Required<Options<Value>>
  readonly #entries = new Map<string, Entry<Value>>()
  /** How many may be open now: `most`, or fewer where the system was short. */
  #most: number
  #shrinking: Promise<void> | null = null

  constructor(options: Options<Value>) {
    this.#options = { isShort: () => false, now: () => performance.now(), ...options }
    this.#most = options.most
  }

  get size(): number {
    return this.#entries.size
  }

  /** How many may be open at once as things are. */
  get most(): number {
    return this.#most
  }

  /** Opens the thing with `open` if it is closed. Call `release` exactly once when done. */
  async acquire(
    key: string,
    open: () => Promise<Value>,
  ): Promise<{ value: Value; release: () => Promise<void> }> {
    const entry = this.#entries.get(key) ?? this.#enter(key, open)
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    entry.leases += 1
    try {
      const value = await entry.value
      return { value, release: () => this.#release(key, entry) }
    } catch (error) {
      // What failed to open is forgotten, so that the next request tries again.
      if (this.#entries.get(key) === entry) this.#entries.delete(key)
      throw error
    }
  }

  /** The thing if it is open, without a lease: it may be closed at any moment. */
  async peek(key: string): Promise<Value | null> {
    return (await this.#entries.get(key)?.value.catch(() => null)) ?? null
  }

  /** Whether somebody uses it at this moment. */
  isInUse(key: string): boolean {
    return (this.#entries.get(key)?.leases ?? 0) > 0
  }

  /**
   * Closes the thing as soon as nobody uses it; the next `acquire` opens it
   * anew. Says whether it was open.
   */
  async retire(key: string): Promise<boolean> {
    const entry = this.#entries.get(key)
    if (!entry) return false
    this.#entries.delete(key)
    entry.retired = true
    if (entry.leases === 0) await this.#options.close(await entry.value, key)
    return true
  }

  /** Closes what nobody has used for so many milliseconds, one after the other. Returns how many. */
  async closeIdle(milliseconds: number): Promise<number> {
    const before = this.#options.now() - milliseconds
    let closed = 0
    for (const [key, entry] of [...this.#entries]) {
      // It may have been used, or closed, while others were closing.
      if (this.#entries.get(key) !== entry || !isIdle(entry) || entry.idleSince > before) continue
      await this.retire(key)
      closed += 1
    }
    return closed
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#entries.keys()].map((key) => this.retire(key)))
  }

  /**
   * Runs what opens something. Where the system has no more to give, fewer
   * things are kept open from then on, and it is tried once more. Throws a
   * `Refusal` (503) where that does not help either.
   */
  async withRoom<Result>(open: () => Promise<Result>): Promise<Result> {
    const { isShort } = this.#options
    try {
      return await open()
    } catch (error) {
      if (!isShort(error)) throw error
      // Many may find out at once, and it is one shortage.
      await (this.#shrinking ??= this.#shrink().finally(() => (this.#shrinking = null)))
    }
    try {
      return await open()
    } catch (error) {
      if (!isShort(error)) throw error
      throw tryLater(503, 'This server has as much open as its system allows.', 2)
    }
  }

  /** The system may have more to give by now. Call it now and then. */
  grow(): void {
    this.#most = Math.min(this.#options.most, this.#most + this.#share)
  }

  // Without a pause: until its first lease nobody may take the entry for an idle one.
  #enter(key: string, open: () => Promise<Value>): Entry<Value> {
    const room = this.#entries.size < this.#most ? Promise.resolve(true) : this.#makeRoom()
    const value = room.then(() => this.withRoom(open))
    const entry: Entry<Value> = { value, leases: 0, retired: false, idleSince: Infinity }
    this.#entries.set(key, entry)
    return entry
  }

  #makeRoom(): Promise<boolean> {
    const idle = this.#oldestIdle()
    if (idle !== undefined) return this.retire(idle)
    throw tryLater(503, 'Every place in the house is in use.', 2)
  }

  async #shrink(): Promise<void> {
    const fewer = Math.floor(Math.min(this.#most, this.size) * STAY_WHEN_SHORT)
    this.#most = Math.max(this.#share, fewer)
    for (;;) {
      const idle = this.size > this.#most ? this.#oldestIdle() : undefined
      if (idle === undefined) return
      await this.retire(idle)
    }
  }

  get #share(): number {
    return Math.ceil(this.#options.most * A_SHARE)
  }

  #oldestIdle(): string | undefined {
    return [...this.#entries].find(([, entry]) => isIdle(entry))?.[0]
  }

  async #release(key: string, entry: Entry<Value>): Promise<void> {
    entry.leases -= 1
    if (entry.leases > 0) return
    entry.idleSince = this.#options.now()
    if (entry.retired) await this.#options.close(await entry.value, key)
  }
}

const isIdle = ({ leases }: { readonly leases: number }): boolean => leases === 0
