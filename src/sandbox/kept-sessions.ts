import { MINUTE } from '#lib/duration.ts'
import { systemClock } from '#lib/clock.ts'

/** How long a sandbox that was set aside can be put back. */
export const UNDO_MINUTES = 10

type Cookies = Readonly<Record<string, string>>

interface Kept {
  readonly sandbox: string
  readonly cookies: Cookies
  readonly until: number
}

/**
 * The sessions of sandboxes that were set aside: cookies by their names. A
 * session’s token is in no database, only its hash is, so whoever is to put
 * back a log-in has to keep it. In memory, not in further cookies: a browser
 * sends all it has with each request, and a server reads only so much. They are
 * gone after ten minutes, and with the server.
 */
export class KeptSessions {
  static readonly most = 1_000
  readonly #kept = new Map<number, Kept>()
  readonly #now: () => number

  constructor(now: () => number = () => systemClock.now()) {
    this.#now = now
  }

  /** In place of what was kept for this visitor before. */
  keep(visitor: number, sandbox: string, cookies: Cookies): void {
    this.#kept.delete(visitor)
    this.#kept.set(visitor, { sandbox, cookies, until: this.#now() + UNDO_MINUTES * MINUTE })
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > KeptSessions.most && oldest !== undefined) this.#kept.delete(oldest)
  }

  /** What was kept of this sandbox, once. */
  take(visitor: number, sandbox: string): Cookies {
    const kept = this.#kept.get(visitor)
    this.#kept.delete(visitor)
    return kept?.sandbox === sandbox && kept.until > this.#now() ? kept.cookies : {}
  }

  /** Forgets what is over. */
  sweep(): void {
    for (const [visitor, { until }] of this.#kept)
      if (until <= this.#now()) this.#kept.delete(visitor)
  }
}
