/**
 * Sessions, kept by Lucia in `users_tokens`. The only module that imports
 * lucia, which gets no more fixes; this interface is all the house needs.
 *
 * The cookie holds a token. Lucia is given its SHA-256 as the session's id, so
 * that a copy of the database logs nobody in. Lucia reads the machine's clock;
 * the adapter shifts every time by how far the sandbox's clock is ahead.
 */
import { Lucia, TimeSpan, type Adapter, type DatabaseSession } from 'lucia'
import { secret } from '#lib/secret.ts'
import { systemClock } from '#lib/clock.ts'
import { secretParameter } from '#repo/secret-parameter.ts'
import { generateToken, hashToken } from './credentials.ts'
import type { Surroundings, UserScope } from './scope.ts'
import type { User } from './user.ts'

export const SESSION_DAYS = 14
/** However active: after so many days since the last log-in, the person logs in again. */
export const SESSION_CAP_DAYS = 90
const DAY = 24 * 60 * 60 * 1000

declare module 'lucia' {
  interface Register {
    Lucia: ReturnType<typeof luciaFor>
    UserId: number
    DatabaseSessionAttributes: { authenticated_at: number }
    DatabaseUserAttributes: { row: User }
  }
}

export interface ValidSession {
  readonly user: User
  /** Milliseconds since 1970, UTC, by the sandbox's clock. */
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
  const token = generateToken()
  const sessionId = await sessionIdOf(token)
  if (sessionId === null)
    throw new Error('createSession: generateToken made what hashToken refuses.')
  await luciaFor(scope).createSession(user.id, { authenticated_at: authenticatedAt }, { sessionId })
  return token
}

// By database, so that they are forgotten with it.
const renewals = new WeakMap<Surroundings['repo'], Map<string, Promise<string>>>()

/** The one session that follows on the session of `token`, which lives on until it expires. */
export function renewSession(scope: UserScope, token: string): Promise<string> {
  const { repo, user, authenticatedAt } = scope
  const known = renewals.get(repo) ?? new Map<string, Promise<string>>()
  renewals.set(repo, known)
  const renewed = known.get(token) ?? createSession(scope, user, authenticatedAt)
  known.set(token, renewed)
  renewed.catch(() => known.delete(token))
  return renewed
}

/** The session of a token, or `null` when there is none, or it is too old. */
export async function validateSession(
  scope: Surroundings,
  token: string,
): Promise<ValidSession | null> {
  const sessionId = await sessionIdOf(token)
  if (sessionId === null) return null

  const { session, user } = await luciaFor(scope).validateSession(sessionId)
  if (!session) return null
  if (session.authenticated_at <= scope.clock.now() - SESSION_CAP_DAYS * DAY) return null
  return { user: user.row, authenticatedAt: session.authenticated_at, reissue: session.fresh }
}

export async function deleteSession(scope: Surroundings, token: string): Promise<void> {
  const sessionId = await sessionIdOf(token)
  if (sessionId !== null) await luciaFor(scope).invalidateSession(sessionId)
}

async function sessionIdOf(token: string): Promise<string | null> {
  const hash = await hashToken(token)
  return hash && Buffer.from(hash).toString('hex')
}

function luciaFor(scope: Surroundings) {
  return new Lucia(adapterFor(scope), {
    sessionExpiresIn: new TimeSpan(SESSION_DAYS, 'd'),
    getSessionAttributes: ({ authenticated_at }) => ({ authenticated_at }),
    getUserAttributes: ({ row }) => ({ row }),
  })
}

const bytesOf = (sessionId: string) => new Uint8Array(Buffer.from(sessionId, 'hex'))

/** Exported for its contract test: the seven methods that Lucia calls. */
export function adapterFor({ repo: { db }, clock }: Surroundings): Adapter {
  const ahead = clock.now() - systemClock.now()
  const expiresAt = (insertedAt: number) => new Date(insertedAt + SESSION_DAYS * DAY - ahead)
  const sessions = () => db.deleteFrom('users_tokens').where('context', '=', 'session')

  return {
    async getSessionAndUser(sessionId) {
      const row = await db
        .selectFrom('users_tokens')
        .innerJoin('users', 'users.id', 'users_tokens.user_id')
        .selectAll('users')
        .select(['users_tokens.inserted_at as token_inserted_at', 'authenticated_at'])
        .where('users_tokens.context', '=', 'session')
        .where('users_tokens.token', '=', secretParameter(bytesOf(sessionId)))
        .executeTakeFirst()
      if (!row) return [null, null]

      const { token_inserted_at, authenticated_at, ...user } = row
      const session: DatabaseSession = {
        id: sessionId,
        userId: user.id,
        expiresAt: expiresAt(token_inserted_at),
        attributes: { authenticated_at: authenticated_at ?? token_inserted_at },
      }
      return [session, { id: user.id, attributes: { row: user } }]
    },

    async getUserSessions(userId) {
      const rows = await db
        .selectFrom('users_tokens')
        .selectAll()
        .where('context', '=', 'session')
        .where('user_id', '=', userId)
        .execute()
      return rows.map((row) => ({
        id: Buffer.from(row.token).toString('hex'),
        userId,
        expiresAt: expiresAt(row.inserted_at),
        attributes: { authenticated_at: row.authenticated_at ?? row.inserted_at },
      }))
    },

    async setSession({ id, userId, attributes }) {
      await db
        .insertInto('users_tokens')
        .values({
          user_id: userId,
          token: secret(bytesOf(id)),
          context: 'session',
          authenticated_at: attributes.authenticated_at,
          inserted_at: clock.now(),
        })
        .execute()
    },

    // A token lives fourteen days from its making, as in Phoenix; a longer stay takes a new token.
    async updateSessionExpiration() {},

    async deleteSession(sessionId) {
      await sessions()
        .where('token', '=', secretParameter(bytesOf(sessionId)))
        .execute()
    },

    async deleteUserSessions(userId) {
      await sessions().where('user_id', '=', userId).execute()
    },

    async deleteExpiredSessions() {
      await sessions()
        .where('inserted_at', '<=', clock.now() - SESSION_DAYS * DAY)
        .execute()
    },
  }
}
