/**
 * Counts events by key and refuses past a limit: a bucket that refills evenly.
 * Runs on the monotonic clock, so that moving a sandbox's clock, or the
 * machine's, opens nothing. In other words: a token bucket, throttling.
 */
const MOST_KEYS = 20_000

interface Bucket {
  level: number
  updatedAt: number
}

export class RateLimiter {
  readonly #capacity: number
  readonly #perMillisecond: number
  readonly #now: () => number
  readonly #buckets = new Map<string, Bucket>()

  constructor(
    capacity: number,
    perMilliseconds: number,
    now: () => number = () => performance.now(),
  ) {
    this.#capacity = capacity
    this.#perMillisecond = capacity / perMilliseconds
    this.#now = now
  }

  /** Takes one from the key's bucket. Returns 0, or the seconds to wait until one is back. */
  take(key: string): number {
    const now = this.#now()
    const bucket = this.#buckets.get(key) ?? { level: this.#capacity, updatedAt: now }
    const refilled = bucket.level + (now - bucket.updatedAt) * this.#perMillisecond
    bucket.level = Math.min(this.#capacity, refilled)
    bucket.updatedAt = now
    this.#remember(key, bucket)

    if (bucket.level < 1) return Math.ceil((1 - bucket.level) / this.#perMillisecond / 1000)
    bucket.level -= 1
    return 0
  }

  // The least recently used key goes first: a flood of new ones cannot fill the memory.
  #remember(key: string, bucket: Bucket): void {
    this.#buckets.delete(key)
    this.#buckets.set(key, bucket)
    if (this.#buckets.size <= MOST_KEYS) return
    const [oldest] = this.#buckets.keys()
    if (oldest !== undefined) this.#buckets.delete(oldest)
  }
}
