/**
 * Keeps a bounded number of things open. One that is in use is never closed:
 * whoever uses it holds a lease. When there are too many, the one unused for
 * longest is closed; all in use means that the newcomer is turned away. In
 * other words: a connection pool, an LRU cache that counts its users.
 */
import { tryLater } from '#lib/refusal.ts'

interface Entry<Value> {
  readonly value: Promise<Value>
  leases: number
  retired: boolean
}

export class Leases<Value> {
  readonly #most: number
  readonly #close: (value: Value, key: string) => Promise<void>
  readonly #entries = new Map<string, Entry<Value>>()

  constructor({
    most,
    close,
  }: {
    most: number
    close: (value: Value, key: string) => Promise<void>
  }) {
    this.#most = most
    this.#close = close
  }

  get size(): number {
    return this.#entries.size
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

  /**
   * Closes the thing as soon as nobody uses it; the next `acquire` opens it
   * anew. Says whether it was open.
   */
  async retire(key: string): Promise<boolean> {
    const entry = this.#entries.get(key)
    if (!entry) return false
    this.#entries.delete(key)
    entry.retired = true
    if (entry.leases === 0) await this.#close(await entry.value, key)
    return true
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#entries.keys()].map((key) => this.retire(key)))
  }

  // Without a pause: until its first lease nobody may take the entry for an idle one.
  #enter(key: string, open: () => Promise<Value>): Entry<Value> {
    const room = this.#entries.size < this.#most ? Promise.resolve(true) : this.#makeRoom()
    const entry: Entry<Value> = { value: room.then(open), leases: 0, retired: false }
    this.#entries.set(key, entry)
    return entry
  }

  #makeRoom(): Promise<boolean> {
    const idle = [...this.#entries].find(([, { leases }]) => leases === 0)
    if (idle) return this.retire(idle[0])
    throw tryLater(503, 'Every place in the house is in use.', 2)
  }

  async #release(key: string, entry: Entry<Value>): Promise<void> {
    entry.leases -= 1
    if (entry.retired && entry.leases === 0) await this.#close(await entry.value, key)
  }
}
