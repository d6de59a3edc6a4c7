import { RateLimiter } from '#lib/rate-limiter.ts'

interface Most {
  readonly atOnce: number
  /** After this time all of them are there again, if none was used. */
  readonly perMilliseconds: number
}

/** Lets so many of each kind through, and counts the others. Kinds are few, and none is made of what somebody sent. */
export class Samples {
  readonly #now: () => number
  readonly #limiters = new Map<string, RateLimiter>()
  readonly #leftOut = new Map<string, number>()

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** How many of this kind were left out before this one, or `null` where this one is left out too. */
  take(kind: string, { atOnce, perMilliseconds }: Most): number | null {
    const limiter = this.#limiters.get(kind) ?? new RateLimiter(atOnce, perMilliseconds, this.#now)
    this.#limiters.set(kind, limiter)
    const before = this.#leftOut.get(kind) ?? 0
    if (limiter.take(kind) > 0) {
      this.#leftOut.set(kind, before + 1)
      return null
    }
    this.#leftOut.delete(kind)
    return before
  }

  /** How many of each kind were left out and not told of yet. From now on they are. */
  leftOut(): readonly (readonly [kind: string, count: number])[] {
    const all = [...this.#leftOut]
    this.#leftOut.clear()
    return all
  }
}
