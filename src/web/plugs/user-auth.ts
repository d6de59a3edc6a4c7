/** Who is asking, and what they may see. In Phoenix: `UserAuth`. */
import type { APIContext } from 'astro'
import * as Accounts from '#accounts/accounts.ts'
import { isUserScope, scopeForUser, scopeForVisitor, type Scope } from '#accounts/scope.ts'
import { record } from '#trace/trace.ts'
import { dropCookie, readToken, sessionCookie } from '../cookies.ts'
import { flash, putFlash, type FlashName } from '../flash.ts'
import { definePlug, type PlugResult } from '../plug.ts'
import { redirect, unauthorized } from '../reply.ts'
import { keepReturnTo } from '../return-to.ts'
import { continueSession } from '../session.ts'
import { wantsJson } from '../requests.ts'

// Half of what an open page may still do, so that a form opened now can be sent ten minutes later.
const SUDO_MODE_MINUTES = 10

// #region fetch-current-scope
/** Finds out who is asking. In Phoenix: `fetch_current_scope_for_user/2`. */
export const fetchCurrentScope = definePlug('fetchCurrentScope', async (context) => {
  const { locals, cookies } = context
  const visitor = scopeForVisitor(locals.sandbox ?? locals.front.house.sandboxes.lobby)
  locals.scope = visitor

  const token = readToken(cookies, sessionCookie(locals.persona))
  if (token === null) return recordScope(visitor, visitor, 'no session cookie: a visitor')

  const session =
    token === 'malformed' ? null : await Accounts.getUserBySessionToken(visitor, token)
  if (!session) {
    dropCookie(cookies, sessionCookie(locals.persona))
    return recordScope(visitor, visitor, 'no session for this cookie: a visitor')
  }
  const scope = scopeForUser(visitor, session.user, session.authenticatedAt)
  locals.scope = scope
  recordScope(visitor, scope, `the session of ${session.user.email}`)
  if (session.reissue) await continueSession(context, scope)
})
// #endregion fetch-current-scope

// #region require-authenticated-user
/** Sends a visitor who has not logged in to do so. In Phoenix: `require_authenticated_user/2`. */
export const requireAuthenticatedUser = definePlug('requireAuthenticatedUser', (context) => {
  if (isUserScope(context.locals.scope)) return
  return askToLogIn(context, 'must_log_in')
})
// #endregion require-authenticated-user

/** Asks to log in again before pages that change the account. In Phoenix: `require_sudo_mode/2`. */
export const requireSudoMode = definePlug('requireSudoMode', (context) => {
  const { scope } = context.locals
  if (isUserScope(scope) && Accounts.inSudoMode(scope, SUDO_MODE_MINUTES)) return
  return askToLogIn(context, 'must_reauthenticate')
})

/** Keeps those who are logged in away from the registration. In Phoenix: `redirect_if_user_is_authenticated/2`. */
export const redirectIfUserIsAuthenticated = definePlug(
  'redirectIfUserIsAuthenticated',
  (context) => {
    if (!isUserScope(context.locals.scope)) return
    return redirect(context, '/')
  },
)

function askToLogIn(context: APIContext, message: FlashName): PlugResult {
  const { locals, cookies, request } = context
  if (wantsJson(request)) return unauthorized(context, flash(message))
  putFlash(cookies, locals.persona, message)
  // Only a page can be returned to: a form cannot be sent again by visiting its address.
  if (request.method === 'GET') keepReturnTo(context)
  return redirect(context, '/users/log-in')
}

function recordScope(before: Scope, after: Scope, detail: string): void {
  record({
    layer: 'scope',
    name: isUserScope(after) ? 'scopeForUser' : 'scopeForVisitor',
    tag: 'scope.current',
    detail,
    source: fetchCurrentScope.source,
    data: { before: printScope(before), after: printScope(after) },
  })
}

const printScope = ({ user }: Scope) => user && { id: user.id, email: user.email }
