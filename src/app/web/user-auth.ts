/** Who is asking, and what they may see. In Phoenix: `UserAuth`. */
import type { APIContext } from 'astro'
import { Accounts } from '#app/accounts/accounts.ts'
import { Roles } from '#app/accounts/roles.ts'
import {
  isUserScope,
  scopeForApiUser,
  scopeForUser,
  scopeForVisitor,
  type Scope,
} from '#app/accounts/scope.ts'
import {
  SUDO_MINUTES_TO_ACT,
  SUDO_MINUTES_TO_ENTER,
} from '#app/accounts/lifetimes.ts'
import type { Source } from '#trace/trace-step.ts'
import { record } from '#trace/trace.ts'
import { readBearer } from '#http/bearer.ts'
import { dropCookie, readToken } from '#http/cookies.ts'
import {
  flash,
  putFlash,
  type Said,
} from '#http/flash.ts'
import { messages } from './messages.ts'
import {
  definePlug,
  type PlugResult,
} from '#http/plug.ts'
import {
  noAccess,
  redirect,
  unauthorized,
} from '#http/reply.ts'
import { keepReturnTo } from './return-to.ts'
import {
  continueSession,
  REMEMBER_ME,
  SESSION,
} from './session.ts'
import { isAction, wantsJson } from '#http/requests.ts'

// #region fetch-current-scope
/**
 * Finds out who is asking.
 * In Phoenix: `fetch_current_scope_for_user/2`.
 */
export const fetchCurrentScope = definePlug(
  'fetchCurrentScope',
  async (context) => {
    const { locals, cookies } = context
    const visitor = nobodyYet(context)

    const token = readToken(
      cookies,
      locals.cookieName(SESSION),
    )
    if (token === null)
      return recordScope(
        visitor,
        visitor,
        'no session cookie: a visitor',
      )

    const session =
      token === 'malformed'
        ? null
        : await Accounts.getUserBySessionToken(
            visitor,
            token,
          )
    if (!session) {
      // What a page asks by itself may overtake the answer that brings it another session.
      if (!locals.inBackground)
        dropSessionCookies(context)
      return recordScope(
        visitor,
        visitor,
        'no session for this cookie: a visitor',
      )
    }
    const scope = await Roles.loadUserScope(
      scopeForUser(
        visitor,
        session.user,
        session.authenticatedAt,
        session.id,
      ),
    )
    locals.scope = scope
    recordScope(
      visitor,
      scope,
      `the session of ${session.user.email}`,
    )
    if (session.reissue)
      await continueSession(context, scope)
  },
)
// #endregion fetch-current-scope

// #region fetch-current-scope-for-api-user
/** Finds out for whom a program asks, by its token. In Phoenix: `fetch_current_scope_for_api_user/2`. */
export const fetchCurrentScopeForApiUser = definePlug(
  'fetchCurrentScopeForApiUser',
  async (context) => {
    const { locals, request } = context
    const visitor = nobodyYet(context)
    const token = readBearer(request)?.token
    const found = token
      ? await Accounts.fetchUserByApiToken(visitor, token)
      : null
    // One answer, whatever was wrong: no such place, no such token, or one that has expired.
    if (!found?.ok) return noAccess()

    const scope = await Roles.loadUserScope(
      scopeForApiUser(visitor, found.value),
    )
    locals.scope = scope
    const { source } = fetchCurrentScopeForApiUser
    return recordScope(
      visitor,
      scope,
      `a token of ${found.value.email}`,
      source,
    )
  },
)
// #endregion fetch-current-scope-for-api-user

function dropSessionCookies({
  locals,
  cookies,
}: APIContext): void {
  for (const name of [SESSION, REMEMBER_ME].map(
    locals.cookieName,
  ))
    if (cookies.has(name)) dropCookie(cookies, name)
}

function nobodyYet({ locals }: APIContext): Scope {
  const visitor = scopeForVisitor(locals.surroundings)
  locals.scope = visitor
  return visitor
}

// #region require-authenticated-user
/**
 * Sends a visitor who has not logged in to do so.
 * In Phoenix: `require_authenticated_user/2`.
 */
export const requireAuthenticatedUser = definePlug(
  'requireAuthenticatedUser',
  (context) => {
    if (isUserScope(context.locals.scope)) return
    return askToLogIn(context, messages.must_log_in())
  },
)
// #endregion require-authenticated-user

// #region require-sudo-mode
/**
 * Asks to log in again before what changes the account: ten minutes after a
 * log-in a page opens no more, and twenty minutes after it a form that was
 * open all the while is not taken either. In Phoenix: `require_sudo_mode/2`.
 */
export const requireSudoMode = definePlug(
  'requireSudoMode',
  (context) => {
    const { scope } = context.locals
    const minutes = isAction(context)
      ? SUDO_MINUTES_TO_ACT
      : SUDO_MINUTES_TO_ENTER
    if (
      isUserScope(scope) &&
      Accounts.inSudoMode(scope, minutes)
    )
      return
    return askToLogIn(
      context,
      messages.must_reauthenticate(),
    )
  },
)
// #endregion require-sudo-mode

/** Keeps those who are logged in away from the registration. In Phoenix: `redirect_if_user_is_authenticated/2`. */
export const redirectIfUserIsAuthenticated = definePlug(
  'redirectIfUserIsAuthenticated',
  (context) => {
    if (!isUserScope(context.locals.scope)) return
    return redirect(context, '/')
  },
)

function askToLogIn(
  context: APIContext,
  message: Said,
): PlugResult {
  const { locals, request } = context
  // Somebody may well be logged in: only the table that says so is missing.
  if (locals.refusal) throw locals.refusal
  if (wantsJson(request))
    return unauthorized(context, flash(message))
  // What is fetched beside a page is no act of the reader: it leaves nothing for later pages.
  if (locals.fragment === 'frame')
    return redirect(context, '/users/log-in')
  putFlash(context, message)
  // Only a page can be returned to: a form cannot be sent again by visiting its address.
  if (request.method === 'GET') keepReturnTo(context)
  return redirect(context, '/users/log-in')
}

function recordScope(
  before: Scope,
  after: Scope,
  detail: string,
  source: Source | null = fetchCurrentScope.source,
): void {
  record({
    layer: 'scope',
    name: isUserScope(after)
      ? 'scopeForUser'
      : 'scopeForVisitor',
    tag: 'scope.current',
    detail,
    source,
    data: {
      before: printScope(before),
      after: printScope(after),
    },
  })
}

const printScope = ({
  user,
  roles,
  featureFlags,
}: Scope) =>
  user && {
    ...{ id: user.id, email: user.email },
    ...(roles.length > 0 && { roles }),
    ...(featureFlags.length > 0 && {
      feature_flags: featureFlags,
    }),
  }
