/** Who is asking, and what they may see. In Phoenix: `UserAuth`. */
import type { APIContext } from 'astro'
import { Accounts } from '#app/accounts/accounts.ts'
import { Roles } from '#app/accounts/roles.ts'
import {
  isUserScope,
  scopeForApiUser,
  scopeForVisitor,
  type Scope,
} from '#app/accounts/scope.ts'
import {
  SUDO_MINUTES_TO_ACT,
  SUDO_MINUTES_TO_ENTER,
} from '#app/accounts/lifetimes.ts'
import { readBearer } from '#http/bearer.ts'
import { SESSION } from '#http/cookies.ts'
import { putFlash } from '#http/flash.ts'
import { flash, type Said } from '#http/messages.ts'
import { messages } from './messages.ts'
import {
  definePlug,
  type Leaves,
  type PlugResult,
} from '#http/plug.ts'
import {
  noAccess,
  redirect,
  unauthorized,
} from '#http/reply.ts'
import { keepReturnTo } from './return-to.ts'
import {
  scopeOfSession,
  sessionTokenOf,
  settleSession,
} from './session.ts'
import { noteScope } from './who-asks.ts'
import { isAction, wantsJson } from '#http/requests.ts'

// #region fetch-current-scope
/**
 * Finds out who is asking.
 * In Phoenix: `fetch_current_scope_for_user/2`.
 *
 * Somebody whose session is old enough is given a fresh
 * token on the way. What else every page has to know of
 * whoever asks is looked up here, once, and put into the
 * scope.
 */
export const fetchCurrentScope = definePlug(
  'fetchCurrentScope',
  async (context, assign) => {
    // #region fetch-current-scope-core
    let scope = startWithNobody(context)
    const token = sessionTokenOf(context)
    const session = token
      ? await Accounts.getUserBySessionToken(scope, token)
      : null
    if (session) scope = scopeOfSession(scope, session)
    assign({ scope })
    // #endregion fetch-current-scope-core
    noteScope(scope)
    await settleSession(context, session)
  },
  { leaves: scopeBySession },
)
// #endregion fetch-current-scope

// #region fetch-current-scope-for-api-user
/**
 * Finds out for whom a program asks, by its token.
 * In Phoenix: `fetch_current_scope_for_api_user/2`.
 */
export const fetchCurrentScopeForApiUser = definePlug(
  'fetchCurrentScopeForApiUser',
  async (context, assign) => {
    const nobody = startWithNobody(context)
    const token = readBearer(context.request)?.token
    const found = token
      ? await Accounts.fetchUserByApiToken(nobody, token)
      : null
    // One answer, whatever was wrong: no such place,
    // no such token, or one that has expired.
    if (!found?.ok) return noAccess()
    const program = scopeForApiUser(nobody, found.value)
    const scope = await Roles.loadUserScope(program)
    noteScope(scope)
    return assign({ scope })
  },
  { leaves: scopeByApiToken },
)
// #endregion fetch-current-scope-for-api-user

/** Whatever goes wrong from here on, there is a scope, and nobody in it. */
function startWithNobody({ locals }: APIContext): Scope {
  locals.scope = scopeForVisitor(locals.surroundings)
  return locals.scope
}

// #region require-authenticated-user
/**
 * Sends a visitor who has not logged in to do so.
 * In Phoenix: `require_authenticated_user/2`.
 *
 * An app that wants addresses confirmed before anything
 * else asks for that here, too.
 */
// #region require-authenticated-user-core
export const requireAuthenticatedUser = definePlug(
  'requireAuthenticatedUser',
  (context) => {
    if (isUserScope(context.locals.scope)) return
    return askToLogIn(context, messages.must_log_in())
  },
)
// #endregion require-authenticated-user-core
// #endregion require-authenticated-user

// #region require-sudo-mode
/**
 * Asks to log in again before what changes the account.
 * In Phoenix: `require_sudo_mode/2`.
 *
 * Ten minutes after a log-in a page opens no more, and
 * twenty minutes after it a form that was open all the
 * while is not taken either. The numbers are in
 * lifetimes.ts. Guard with it whatever else must be safe.
 */
export const requireSudoMode = definePlug(
  'requireSudoMode',
  (context) => {
    const { scope } = context.locals
    // #region require-sudo-mode-core
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
    // #endregion require-sudo-mode-core
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
  // #region ask-to-log-in-core
  putFlash(context, message)
  // Only a page can be returned to: a form
  // cannot be sent again by visiting its address.
  if (request.method === 'GET') keepReturnTo(context)
  return redirect(context, '/users/log-in')
  // #endregion ask-to-log-in-core
}

/** Tells who was found by the cookie of this browser. */
function scopeBySession(
  { scope }: { readonly scope?: Scope },
  { cookies, locals }: APIContext,
) {
  const cookie = locals.cookieName(SESSION)
  const nobody = cookies.has(cookie)
    ? 'no session for this cookie: a visitor'
    : 'no session cookie: a visitor'
  const email = scope?.user?.email
  return currentScope(
    locals.scope,
    scope,
    email ? `the session of ${email}` : nobody,
  )
}

/** Tells who was found by the token of a program. */
function scopeByApiToken(
  { scope }: { readonly scope?: Scope },
  { locals }: APIContext,
) {
  const detail = `a token of ${scope?.user?.email}`
  return currentScope(locals.scope, scope, detail)
}

function currentScope(
  before: Scope,
  after: Scope = before,
  detail: string,
): ReturnType<Leaves> {
  return {
    layer: 'scope',
    name: isUserScope(after)
      ? 'scopeForUser'
      : 'scopeForVisitor',
    tag: 'scope.current',
    detail,
    data: {
      before: printScope(before),
      after: printScope(after),
    },
  }
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
