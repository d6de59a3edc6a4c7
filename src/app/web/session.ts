/** Starts, continues and ends the session of a browser. In Phoenix: the functions of `UserAuth` that take a conn. */
import type { APIContext } from 'astro'
import { Accounts } from '#app/accounts/accounts.ts'
import { REMEMBER_ME_DAYS } from '#app/accounts/lifetimes.ts'
import {
  isUserScope,
  scopeForUser,
  scopeForVisitor,
  withRoles,
  type Scope,
  type UserScope,
} from '#app/accounts/scope.ts'
import type { User } from '#app/accounts/user.ts'
import {
  dropCookie,
  keepCookie,
  readToken,
  REMEMBER_ME,
  SESSION,
} from '#http/cookies.ts'
import { DAY, SECOND } from '#lib/duration.ts'
import type { AppContext } from './context.ts'
import { takeReturnTo } from './return-to.ts'
import { userScopeOf } from './user-scope.ts'

const REMEMBER_ME_SECONDS =
  (REMEMBER_ME_DAYS * DAY) / SECOND

type Session = Awaited<
  ReturnType<typeof Accounts.getUserBySessionToken>
>

/** The token of the session that this browser says it has; `null` for none, and for text that is no token. */
export function sessionTokenOf({
  cookies,
  locals,
}: Pick<AppContext, 'cookies' | 'locals'>):
  string | null {
  const token = readToken(
    cookies,
    locals.cookieName(SESSION),
  )
  return token === 'malformed' ? null : token
}

/** The scope of whoever has this session, with what they may do. In Phoenix: `Scope.for_user/1`. */
export function scopeOfSession(
  nobody: Scope,
  session: NonNullable<Session>,
): UserScope {
  const { user, granted, authenticatedAt, id } = session
  return withRoles(
    scopeForUser(nobody, user, authenticatedAt, id),
    granted,
  )
}

/** Gives the browser a fresh token where its session is due for one, and takes away what opens nothing. */
export async function settleSession(
  context: APIContext,
  session: Session,
): Promise<void> {
  const { cookies, locals } = context
  // A look inside is no visit: it must not keep anybody logged in.
  if (session?.reissue && !locals.inBackground)
    await continueSession(context, userScopeOf(locals))
  // What a page asks by itself may overtake the answer that brings it another session.
  if (
    session ||
    locals.inBackground ||
    !cookies.has(locals.cookieName(SESSION))
  )
    return
  for (const name of [SESSION, REMEMBER_ME].map(
    locals.cookieName,
  ))
    if (cookies.has(name)) dropCookie(cookies, name)
}

/**
 * Gives the browser a new session, and ends the one it had: a session is
 * never carried from one log-in to the next. Somebody who proves again who
 * they are keeps the browser's wish to stay logged in; another person's
 * session leaves nothing behind. What should outlive a log-in, a basket for
 * one, has a cookie of its own, or is read before this call and put back after it.
 *
 * Returns where to go: the page that asked to log in, or `/`. An app with a
 * page for those who are logged in says so here. In Phoenix: `log_in_user/3`,
 * with `renew_session/2`.
 */
export async function logInUser(
  context: APIContext,
  user: User,
  { remember }: { remember: boolean },
): Promise<string> {
  const { locals } = context
  const isSameUser = locals.scope.user?.id === user.id
  const stays =
    remember || (isSameUser && isRemembered(context))
  // #region log-in-user
  disconnectSessions(
    locals.scope,
    await endSession(context),
  )
  const token = await Accounts.generateUserSessionToken(
    locals.scope,
    user,
  )
  keepSession(context, token, stays)
  // #endregion log-in-user
  locals.scope = scopeForUser(
    locals.scope,
    user,
    locals.scope.clock.now(),
  )
  return takeReturnTo(context)
}

/**
 * Gives the browser a fresh token for the session it has. The old row stays
 * until it expires: other tabs may be using it at this very moment. When a
 * session is due, `SESSION_REISSUE_DAYS` says.
 */
export async function continueSession(
  context: APIContext,
  scope: UserScope,
): Promise<void> {
  const token =
    await Accounts.renewUserSessionToken(scope)
  // Otherwise a request beside this one has just done it, and brings the cookie.
  if (token !== null)
    keepSession(context, token, isRemembered(context))
}

/**
 * Gives the browser a session in place of one that ended together with every
 * other token of the user. When they proved who they are stays as it was.
 */
export async function replaceSession(
  context: APIContext,
  scope: UserScope,
  user: User,
): Promise<void> {
  const token = await Accounts.generateUserSessionToken(
    scope,
    user,
    scope.authenticatedAt,
  )
  keepSession(context, token, isRemembered(context))
  context.locals.scope = scopeForUser(
    scope,
    user,
    scope.authenticatedAt,
  )
}

/** Ends the session of this browser, if it has one. In Phoenix: `log_out_user/1`. */
// #region log-out-user
export async function logOutUser(
  context: APIContext,
): Promise<void> {
  disconnectSessions(
    context.locals.scope,
    await endSession(context),
  )
  forgetSession(context)
}
// #endregion log-out-user

/** The topic on which the end of a session is told. In Phoenix: `live_socket_id`. */
export const sessionTopic = (sessionId: number) =>
  `users_sessions:${sessionId}`

/** Where the end of this scope's own session is told; nowhere for somebody who has none. */
export const sessionTopicsOf = (
  scope: Scope,
): readonly string[] =>
  isUserScope(scope) && scope.sessionId !== null
    ? [sessionTopic(scope.sessionId)]
    : []

/**
 * Tells every live view that one of these tokens opened that its session is
 * over, in whatever tab or browser it stands. In Phoenix: `disconnect_sessions/1`.
 */
export function disconnectSessions(
  { pubsub }: Scope,
  tokens: readonly number[],
): void {
  for (const id of tokens)
    pubsub.broadcast(sessionTopic(id), {
      type: 'disconnect',
    })
}

/** Clears what the browser holds of a session that is over. */
export function forgetSession(context: APIContext): void {
  const { cookies, locals } = context
  dropCookie(cookies, locals.cookieName(SESSION))
  if (isRemembered(context))
    dropCookie(cookies, locals.cookieName(REMEMBER_ME))
  takeReturnTo(context)
  locals.scope = scopeForVisitor(locals.scope)
}

/** The rows of sessions among what ended: links and API tokens have nobody connected. */
export const sessionsAmong = (
  tokens: readonly {
    readonly id: number
    readonly context: string
  }[],
): readonly number[] =>
  tokens
    .filter(({ context }) => context === 'session')
    .map(({ id }) => id)

async function endSession(
  context: APIContext,
): Promise<readonly number[]> {
  const token = sessionTokenOf(context)
  return token
    ? Accounts.deleteUserSessionToken(
        context.locals.scope,
        token,
      )
    : []
}

const isRemembered = ({ locals, cookies }: APIContext) =>
  cookies.has(locals.cookieName(REMEMBER_ME))

function keepSession(
  context: APIContext,
  token: string,
  remember: boolean,
): void {
  const { locals, cookies } = context
  const seconds = remember
    ? REMEMBER_ME_SECONDS
    : undefined
  keepCookie(
    cookies,
    locals.cookieName(SESSION),
    token,
    seconds,
  )
  const name = locals.cookieName(REMEMBER_ME)
  if (remember) keepCookie(cookies, name, '1', seconds)
  // Left over from a log-in before this one, it would make the next token outlast the browser.
  else if (isRemembered(context))
    dropCookie(cookies, name)
}
