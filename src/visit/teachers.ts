/**
 * Who is a teacher here: whoever has once shown the key that the environment
 * sets. The cookie holds no key, but what only its owner can make; another key
 * ends them all. In Phoenix: a plug that asks for HTTP basic auth.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { HOUR } from '#lib/duration.ts'
import { tryLater } from '#lib/refusal.ts'
import { RateLimiter } from '#lib/rate-limiter.ts'

/** Wrong keys that an address may try in an hour. */
export const MOST_KEYS_TRIED = 20

export class Teachers {
  readonly #token: string | null
  readonly #tries: RateLimiter
  readonly #isCounting: boolean

  /** Without a key nobody is a teacher. */
  constructor(key: string | null, { on }: { readonly on: boolean } = { on: true }) {
    this.#token = key === null ? null : tokenOf(key)
    this.#tries = new RateLimiter(MOST_KEYS_TRIED, HOUR)
    this.#isCounting = on
  }

  /** Whether there is a key at all. */
  get mayEnter(): boolean {
    return this.#token !== null
  }

  /**
   * What a cookie has to hold for somebody who brings this key, or `null` for
   * a wrong one. Throws a `Refusal` (429) after too many from one address.
   */
  admit(key: string, address: string): string | null {
    const wait = this.#isCounting ? this.#tries.take(address) : 0
    if (wait > 0) throw tryLater(429, 'Many keys were tried from your address.', wait)
    const token = tokenOf(key)
    return this.knows(token) ? token : null
  }

  /** Whether a cookie is one of theirs. */
  knows(token: string | null | undefined): boolean {
    if (this.#token === null || token === null || token === undefined) return false
    const [ours, given] = [Buffer.from(this.#token), Buffer.from(token)]
    return ours.length === given.length && timingSafeEqual(ours, given)
  }
}

const tokenOf = (key: string): string =>
  createHmac('sha256', key).update('glasshouse teacher').digest('base64url')
