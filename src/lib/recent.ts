/** Given up at a time: to look for the first of a map that has lost many takes long. */
const SHARE_GIVEN_UP = 0.1

/** The things that were asked for last, up to a number of them. In other words: an LRU cache. */
export class Recent<Key, Value> {
  readonly #most: number
  readonly #gone: (value: Value) => void
  readonly #values = new Map<Key, Value>()

  /** `gone` is told of each thing that is not here any more, or has made place for another of its key. */
  constructor(most: number, gone: (value: Value) => void = () => undefined) {
    this.#most = most
    this.#gone = gone
  }

  get size(): number {
    return this.#values.size
  }

  /** Asked for, it is the newest. */
  get(key: Key): Value | undefined {
    const value = this.#values.get(key)
    if (value === undefined) return undefined
    this.#values.delete(key)
    this.#values.set(key, value)
    return value
  }

  set(key: Key, value: Value): void {
    this.delete(key)
    this.#values.set(key, value)
    if (this.#values.size <= this.#most) return
    const left = Math.ceil(this.#most * (1 - SHARE_GIVEN_UP))
    for (const oldest of this.#values.keys()) {
      this.delete(oldest)
      if (this.#values.size <= left) return
    }
  }

  /** Says whether it was here. */
  delete(key: Key): boolean {
    const value = this.#values.get(key)
    if (value === undefined) return false
    this.#values.delete(key)
    this.#gone(value)
    return true
  }

  clear(): void {
    for (const key of [...this.#values.keys()]) this.delete(key)
  }

  /** The one that nobody asked for longest first. */
  entries(): Iterable<readonly [Key, Value]> {
    return this.#values.entries()
  }
}
