/**
 * Sessions, kept by Lucia in `users_tokens`. The only module that imports
 * lucia, which gets no more fixes; this interface is all the house needs.
 *
 * The cookie holds a token. Lucia is given its SHA-256 as the session's id, so
 * that a copy of the database logs nobody in.
 */
import { Lucia, TimeSpan } from 'lucia'
import { DAY } from '#lib/duration.ts'
import {
  generateToken,
  hashToken,
} from './credentials.ts'
import type { Granted } from './granted.ts'
import {
  SESSION_CAP_DAYS,
  SESSION_DAYS,
  SESSION_REISSUE_DAYS,
} from './lifetimes.ts'
import type { UserScope } from './scope.ts'
import {
  SessionAdapter,
  type SessionAttributes,
  type UserAttributes,
} from './session-adapter.ts'
import type { Surroundings } from './surroundings.ts'
import {
  isRenewalOf,
  listSessionTokens,
  type SessionToken,
} from './user-session.ts'
import type { User } from './user.ts'

declare module 'lucia' {
  interface Register {
    Lucia: ReturnType<typeof luciaFor>
    UserId: number
    DatabaseSessionAttributes: SessionAttributes
    DatabaseUserAttributes: UserAttributes
  }
}

export interface ValidSession {
  /** The row of the token. */
  readonly id: number
  readonly user: User
  readonly granted: Granted
  /** Milliseconds since 1970, UTC, by the scope's clock. */
  readonly authenticatedAt: number
  /** The token is more than half used up: give the browser a new one. */
  readonly reissue: boolean
}

/** Writes a session and returns the token for the cookie: shown once, and in no table. */
export async function createSession(
  scope: Surroundings,
  user: User,
  authenticatedAt: number,
): Promise<string> {
  const made = newToken()
  await store(
    scope,
    user,
    authenticatedAt,
    made.sessionId,
  )
  return made.token
}

/**
 * A fresh token for a session that has had its own for long, or `null` when
 * it got one already: of the tabs that come back together, one is given it.
 * The old one lives on until it expires, for the others.
 */
export async function renewSession(
  scope: UserScope,
): Promise<string | null> {
  const { repo, user, authenticatedAt, sessionId } = scope
  const made = newToken()
  return repo.transact(async (tx) => {
    const tokens = await listSessionTokens({
      ...scope,
      repo: tx,
    })
    const old = tokens.find(({ id }) => id === sessionId)
    // Ended a moment ago, by a log-out or a new password:
    // nothing is left to go on with.
    if (
      !old ||
      !isDue(old, scope) ||
      tokens.some((other) => isRenewalOf(other, old))
    )
      return null
    // #region renew-session
    await store(
      { ...scope, repo: tx },
      user,
      authenticatedAt,
      made.sessionId,
    )
    return made.token
    // #endregion renew-session
  })
}

// #region is-due
const isDue = (
  { inserted_at }: SessionToken,
  { clock }: UserScope,
) =>
  inserted_at <= clock.now() - SESSION_REISSUE_DAYS * DAY
// #endregion is-due

function newToken(): {
  token: string
  sessionId: string
} {
  const token = generateToken()
  const sessionId = sessionIdOf(token)
  if (sessionId === null)
    throw new Error(
      'newToken: generateToken made what hashToken refuses.',
    )
  return { token, sessionId }
}

async function store(
  scope: Surroundings,
  { id }: User,
  authenticatedAt: number,
  sessionId: string,
): Promise<void> {
  await luciaFor(scope).createSession(
    id,
    { authenticated_at: authenticatedAt },
    { sessionId },
  )
}

/** The session of a token, or `null` when there is none, or it is too old: then its row is gone. */
export async function validateSession(
  scope: Surroundings,
  token: string,
): Promise<ValidSession | null> {
  const sessionId = sessionIdOf(token)
  if (sessionId === null) return null

  const lucia = luciaFor(scope)
  const { session, user } =
    await lucia.validateSession(sessionId)
  if (!session || session.row_id === undefined)
    return null
  if (
    session.authenticated_at <=
    scope.clock.now() - SESSION_CAP_DAYS * DAY
  ) {
    await lucia.invalidateSession(sessionId)
    return null
  }
  const {
    row_id: id,
    authenticated_at: authenticatedAt,
    fresh: reissue,
  } = session
  const { row, granted } = user
  return {
    id,
    user: row,
    granted,
    authenticatedAt,
    reissue,
  }
}

export async function deleteSession(
  scope: Surroundings,
  token: string,
): Promise<void> {
  const sessionId = sessionIdOf(token)
  if (sessionId !== null)
    await luciaFor(scope).invalidateSession(sessionId)
}

function sessionIdOf(token: string): string | null {
  const hash = hashToken(token)
  return hash && Buffer.from(hash).toString('hex')
}

function luciaFor(scope: Surroundings) {
  return new Lucia(new SessionAdapter(scope), {
    sessionExpiresIn: new TimeSpan(SESSION_DAYS, 'd'),
    getSessionAttributes: ({
      authenticated_at,
      row_id,
    }) => ({ authenticated_at, row_id }),
    getUserAttributes: ({ row, granted }) => ({
      row,
      granted,
    }),
  })
}
