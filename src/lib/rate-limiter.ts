/**
 * Counts events by key and refuses past a limit: a bucket that refills evenly.
 * Runs on the monotonic clock, so that moving a sandbox's clock, or the
 * machine's, opens nothing. In other words: a token bucket, throttling.
 */
import { Recent } from './recent.ts'

const MOST_KEYS = 20_000

interface Bucket {
  level: number
  updatedAt: number
}

export class RateLimiter {
  readonly #capacity: number
  readonly #perMillisecond: number
  readonly #now: () => number
  // The least recently used keys go first: a flood of new ones cannot fill the memory.
  readonly #buckets = new Recent<string, Bucket>(MOST_KEYS)

  constructor(
    capacity: number,
    perMilliseconds: number,
    now: () => number = () => performance.now(),
  ) {
    this.#capacity = capacity
    this.#perMillisecond = capacity / perMilliseconds
    this.#now = now
  }

  /** Keys that are kept: never more than 20,000. */
  get size(): number {
    return this.#buckets.size
  }

  /** Takes one from the key's bucket. Returns 0, or the seconds to wait until one is back. */
  take(key: string): number {
    const bucket = this.#refilled(key)
    const wait = this.#waitOf(bucket)
    if (wait === 0) bucket.level -= 1
    return wait
  }

  /** The seconds to wait until there is one to take; 0 where there is. Takes none. */
  waitFor(key: string): number {
    return this.#buckets.get(key) ? this.#waitOf(this.#refilled(key)) : 0
  }

  /** Takes one for what is done already, whether it was there or not. */
  charge(key: string): void {
    this.#refilled(key).level -= 1
  }

  /** Puts one back: what was counted has not been. */
  giveBack(key: string): void {
    const bucket = this.#refilled(key)
    bucket.level = Math.min(this.#capacity, bucket.level + 1)
  }

  /** Forgets what was counted of this key. */
  reset(key: string): void {
    this.#buckets.delete(key)
  }

  #refilled(key: string): Bucket {
    const now = this.#now()
    const bucket = this.#buckets.get(key) ?? { level: this.#capacity, updatedAt: now }
    const refilled = bucket.level + (now - bucket.updatedAt) * this.#perMillisecond
    bucket.level = Math.min(this.#capacity, refilled)
    bucket.updatedAt = now
    this.#buckets.set(key, bucket)
    return bucket
  }

  #waitOf({ level }: Bucket): number {
    return level < 1 ? Math.ceil((1 - level) / this.#perMillisecond / 1000) : 0
  }
}
