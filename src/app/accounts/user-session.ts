/**
 * The sessions of a user, as the settings show them. A session that is
 * continued has two tokens for a while: the fresh one, and the one that other
 * tabs may still send. They are one session here, and they end together.
 */
import { DAY } from '#lib/duration.ts'
import { SESSION_CAP_DAYS, SESSION_DAYS, SESSION_REISSUE_DAYS } from './lifetimes.ts'
import type { UserScope } from './scope.ts'

/** Times in milliseconds since 1970, UTC, by the scope's clock. */
export interface UserSession {
  readonly id: number
  readonly inserted_at: number
  /** When this person last showed a password or a link. */
  readonly authenticated_at: number
  readonly expires_at: number
  /** It is the one that asks. */
  readonly current: boolean
}

/** A session that is over, and the rows of the tokens that ended with it: whoever is connected by one is to be told. */
export interface EndedSession extends UserSession {
  readonly tokens: readonly number[]
}

export interface EndedSessions {
  readonly sessions: number
  readonly tokens: readonly number[]
}

export interface SessionToken {
  readonly id: number
  readonly inserted_at: number
  readonly authenticated_at: number
}

/** The tokens of the user's sessions that still let somebody in, newest first. */
export async function listSessionTokens({
  repo,
  clock,
  user,
}: UserScope): Promise<readonly SessionToken[]> {
  const now = clock.now()
  const rows = await repo.db
    .selectFrom('users_tokens')
    .select(['id', 'inserted_at', 'authenticated_at'])
    .where('user_id', '=', user.id)
    .where('context', '=', 'session')
    .where('inserted_at', '>', now - SESSION_DAYS * DAY)
    .where('authenticated_at', '>', now - SESSION_CAP_DAYS * DAY)
    .orderBy('inserted_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.map((row) => ({ ...row, authenticated_at: row.authenticated_at ?? row.inserted_at }))
}

/** Newest first, each once, whatever the number of its tokens. */
export async function listSessions(scope: UserScope): Promise<readonly UserSession[]> {
  const tokens = await listSessionTokens(scope)
  return sessionsIn(tokens).map((token) => userSession(token, tokens, scope))
}

/** Ends a session of this user, and says which; `null` when they have none with this id. */
export function endSession(scope: UserScope, id: number | null): Promise<EndedSession | null> {
  // No token may be renewed between the look and the deletion.
  return scope.repo.transact(async (repo) => {
    const tokens = await listSessionTokens({ ...scope, repo })
    const token = tokens.find((one) => one.id === id)
    if (!token) return null
    const ids = tokens.filter((one) => isSameSession(one, token)).map((one) => one.id)
    await tokensOf({ ...scope, repo })
      .where('id', 'in', ids)
      .execute()
    return { ...userSession(token, tokens, scope), tokens: ids }
  })
}

/** Ends every session of this user but the one that asks, and says how many. */
export function endOtherSessions(scope: UserScope): Promise<EndedSessions> {
  return scope.repo.transact(async (repo) => {
    const tokens = await listSessionTokens({ ...scope, repo })
    const asking = tokens.find(({ id }) => id === scope.sessionId)
    const kept = tokens.filter((one) => asking && isSameSession(one, asking)).map(({ id }) => id)
    const ended = await tokensOf({ ...scope, repo })
      .where('id', 'not in', kept)
      .returning('id')
      .execute()
    const sessions = sessionsIn(tokens).filter(({ id }) => !kept.includes(id)).length
    return { sessions, tokens: ended.map(({ id }) => id) }
  })
}

/** Ends every session of this user, the one that asks too, and says how many. */
export async function endAllSessions(scope: UserScope): Promise<EndedSessions> {
  const sessions = await listSessions(scope)
  const ended = await tokensOf(scope).returning('id').execute()
  return { sessions: sessions.length, tokens: ended.map(({ id }) => id) }
}

/** Whether a token was given out to go on with the session of another. */
export function isRenewalOf(fresh: SessionToken, old: SessionToken): boolean {
  const later = fresh.inserted_at - old.inserted_at
  // Carried over to the millisecond: two log-ins that share it are not a week apart.
  return fresh.authenticated_at === old.authenticated_at && later >= SESSION_REISSUE_DAYS * DAY
}

/** Whether the session that asks is old enough to have more tokens than the one it was asked with. */
export function mayHaveMoreTokens({ authenticatedAt, clock }: UserScope): boolean {
  return authenticatedAt <= clock.now() - SESSION_REISSUE_DAYS * DAY
}

/** The newest token of each session. */
const sessionsIn = (tokens: readonly SessionToken[]) =>
  tokens.filter((token) => !tokens.some((other) => isRenewalOf(other, token)))

const isSameSession = (one: SessionToken, other: SessionToken) =>
  one.id === other.id || isRenewalOf(one, other) || isRenewalOf(other, one)

function userSession(
  token: SessionToken,
  tokens: readonly SessionToken[],
  { sessionId }: UserScope,
): UserSession {
  const { inserted_at, authenticated_at } = token
  const asking = tokens.find(({ id }) => id === sessionId)
  return {
    ...token,
    expires_at: Math.min(
      inserted_at + SESSION_DAYS * DAY,
      authenticated_at + SESSION_CAP_DAYS * DAY,
    ),
    current: asking !== undefined && isSameSession(token, asking),
  }
}

const tokensOf = ({ repo, user }: UserScope) =>
  repo.db.deleteFrom('users_tokens').where('user_id', '=', user.id).where('context', '=', 'session')
