/**
 * The part of Accounts that knows who is logged in, and where.
 * In Phoenix: the section "Session" of `MyApp.Accounts`.
 */
import { MINUTE } from '#lib/duration.ts'
import { fail, ok } from '#lib/result.ts'
import { context } from '#trace/context.ts'
import { SUDO_MINUTES_TO_ACT } from './lifetimes.ts'
import {
  isUserScope,
  type Scope,
  type UserScope,
} from './scope.ts'
import * as Store from './session-store.ts'
import * as UserSessions from './user-session.ts'
import type { User } from './user.ts'

export const sessions = context(
  'Accounts',
  {
    generateUserSessionToken,
    renewUserSessionToken,
    getUserBySessionToken,
    deleteUserSessionToken,
    listUserSessions,
    deleteUserSession,
    deleteOtherUserSessions,
    deleteAllUserSessions,
  },
  { inSudoMode },
)

/**
 * Starts a session and returns the token for the cookie. In
 * Phoenix: `generate_user_session_token/1`.
 *
 * `authenticatedAt` says when the person proved who they are,
 * when that was not just now.
 *
 * @example
 * const token = await Accounts.generateUserSessionToken(scope, ana.user)
 * token.length
 * // => 43
 */
async function generateUserSessionToken(
  scope: Scope,
  user: User,
  authenticatedAt = scope.clock.now(),
) {
  return Store.createSession(scope, user, authenticatedAt)
}

/**
 * A fresh token for somebody who is logged in, or `null` when
 * their session is young, or got one already.
 *
 * When they proved who they are stays as it was: coming back
 * is no proof. `SESSION_REISSUE_DAYS` says what is young.
 *
 * @example
 * await Accounts.renewUserSessionToken(ana)
 * // => null
 */
async function renewUserSessionToken(scope: UserScope) {
  return Store.renewSession(scope)
}

/**
 * Whose session this token is, or `null`. In Phoenix:
 * `get_user_by_session_token/1`.
 *
 * @example
 * const token = await Accounts.generateUserSessionToken(scope, ana.user)
 * const session = await Accounts.getUserBySessionToken(scope, token)
 * session.user.email
 * // => 'ana@example.com'
 */
async function getUserBySessionToken(
  scope: Scope,
  token: string,
) {
  return Store.validateSession(scope, token)
}

/**
 * Ends the session that asks, by its token. In Phoenix:
 * `delete_user_session_token/1`.
 *
 * It returns the rows of the tokens that are gone. Nothing
 * happens when it has ended already.
 *
 * @example
 * const token = await Accounts.generateUserSessionToken(scope, ana.user)
 * await Accounts.deleteUserSessionToken(scope, token)
 * await Accounts.getUserBySessionToken(scope, token)
 * // => null
 */
async function deleteUserSessionToken(
  scope: Scope,
  token: string,
): Promise<readonly number[]> {
  // The token that this one followed on must not outlive the log-out.
  const ended =
    isUserScope(scope) &&
    UserSessions.mayHaveMoreTokens(scope)
      ? await UserSessions.endSession(
          scope,
          scope.sessionId,
        )
      : null
  await Store.deleteSession(scope, token)
  if (ended) return ended.tokens
  return isUserScope(scope) && scope.sessionId !== null
    ? [scope.sessionId]
    : []
}

/**
 * The sessions that are open for this person, newest first.
 *
 * @example
 * await Accounts.generateUserSessionToken(scope, ana.user)
 * const sessions = await Accounts.listUserSessions(ana)
 * sessions.length
 * // => 1
 */
async function listUserSessions(scope: UserScope) {
  return UserSessions.listSessions(scope)
}

/**
 * Ends one of this person's sessions. Another person's is not
 * found.
 *
 * @example
 * await Accounts.deleteUserSession(ana, 99)
 * // => { ok: false, error: 'not found' }
 */
async function deleteUserSession(
  scope: UserScope,
  id: number,
) {
  const ended = await UserSessions.endSession(scope, id)
  return ended ? ok(ended) : fail('not found')
}

/**
 * Ends every session of this person but the one that asks,
 * and says how many.
 *
 * @example
 * await Accounts.generateUserSessionToken(scope, ana.user)
 * const ended = await Accounts.deleteOtherUserSessions(ana)
 * ended.sessions
 * // => 1
 */
async function deleteOtherUserSessions(scope: UserScope) {
  return UserSessions.endOtherSessions(scope)
}

/**
 * Ends every session of this person, the one that asks too,
 * and says how many.
 *
 * @example
 * await Accounts.deleteAllUserSessions(ana)
 * // => { sessions: 0, tokens: [] }
 */
async function deleteAllUserSessions(scope: UserScope) {
  return UserSessions.endAllSessions(scope)
}

/**
 * Whether the person proved who they are within the last
 * `minutes`. In Phoenix: `sudo_mode?/2`.
 *
 * What has to be safer asks for fewer: the plug and the hook
 * before the settings do. Ask for more than
 * `SUDO_MINUTES_TO_ACT` where a mistake does little harm.
 *
 * @example
 * Accounts.inSudoMode(ana)
 * // => true
 */
// #region in-sudo-mode
function inSudoMode(
  { authenticatedAt, clock }: UserScope,
  minutes = SUDO_MINUTES_TO_ACT,
) {
  return authenticatedAt > clock.now() - minutes * MINUTE
}
// #endregion in-sudo-mode
