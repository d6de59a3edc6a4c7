/** What a row of `users_tokens` stands for, for whoever looks at the table itself. */
import { DAY, MINUTE } from '#lib/duration.ts'
import {
  API_TOKEN_DAYS,
  CHANGE_EMAIL_DAYS,
  MAGIC_LINK_MINUTES,
  SESSION_CAP_DAYS,
  SESSION_DAYS,
} from './lifetimes.ts'

/** What a row of `users_tokens` says to whoever looks at it. */
export interface TokenMeaning {
  /** Where the token is whose SHA-256 this is: `the token in your cookie`. */
  readonly held: string
  /** When it ends at the latest: milliseconds since 1970, UTC, or `null` where nobody knows. */
  readonly expiresAt: number | null
}

/** What the meaning of a row depends on. Times are milliseconds since 1970, UTC. */
export interface TokenRow {
  readonly context: string
  readonly inserted_at: number
  readonly authenticated_at: number | null
}

/**
 * Where the token of a row is held, and when it ends. Of a context that nobody knows neither is
 * known.
 *
 * @example
 * meaningOfToken({ context: 'login', inserted_at: 0, authenticated_at: null })
 * // => { held: 'the token in the link of your mail', expiresAt: 900_000 }
 */
export function meaningOfToken({
  context,
  inserted_at: madeAt,
  authenticated_at: provedAt,
}: TokenRow): TokenMeaning {
  const inMail = 'the token in the link of your mail'
  if (context === 'session') {
    const cap = (provedAt ?? madeAt) + SESSION_CAP_DAYS * DAY
    return {
      held: 'the token in your cookie',
      expiresAt: Math.min(madeAt + SESSION_DAYS * DAY, cap),
    }
  }
  if (context === 'login') return { held: inMail, expiresAt: madeAt + MAGIC_LINK_MINUTES * MINUTE }
  if (context.startsWith('change:'))
    return { held: inMail, expiresAt: madeAt + CHANGE_EMAIL_DAYS * DAY }
  if (context === 'api-token')
    return { held: 'the token of your program', expiresAt: madeAt + API_TOKEN_DAYS * DAY }
  return { held: 'a token', expiresAt: null }
}
