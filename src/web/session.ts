/** Starts, continues and ends the session of a browser. In Phoenix: `log_in_user/3`, `log_out_user/1`. */
import type { APIContext } from 'astro'
import * as Accounts from '#accounts/accounts.ts'
import { scopeForUser, type UserScope } from '#accounts/scope.ts'
import type { User } from '#accounts/user.ts'
import { dropCookie, keepCookie, readToken, rememberCookie, sessionCookie } from './cookies.ts'
import { takeReturnTo } from './return-to.ts'

const REMEMBER_ME_SECONDS = 14 * 24 * 60 * 60

/**
 * Gives the browser a new session, and ends the one it had: a session is
 * never carried from one log-in to the next.
 *
 * Returns where to go: the page that asked to log in, or `/`.
 */
export async function logInUser(
  context: APIContext,
  user: User,
  { remember }: { remember: boolean },
): Promise<string> {
  const { locals } = context
  await endSession(context)
  const token = await Accounts.generateUserSessionToken(locals.scope, user)
  keepSession(context, token, remember)
  locals.scope = scopeForUser(locals.scope, user, locals.scope.clock.now())
  return takeReturnTo(context)
}

/**
 * Gives the browser a fresh token for the session it has. The old row stays
 * until it expires: other tabs may be using it at this very moment.
 */
export async function continueSession(context: APIContext, scope: UserScope): Promise<void> {
  const token = await Accounts.renewUserSessionToken(scope)
  keepSession(context, token, context.cookies.has(rememberCookie(context.locals.persona)))
}

/** Ends the session of this browser, if it has one. */
export async function logOutUser(context: APIContext): Promise<void> {
  await endSession(context)
  dropCookie(context.cookies, sessionCookie(context.locals.persona))
  dropCookie(context.cookies, rememberCookie(context.locals.persona))
  takeReturnTo(context)
}

async function endSession({ locals, cookies }: APIContext): Promise<void> {
  const token = readToken(cookies, sessionCookie(locals.persona))
  if (token && token !== 'malformed') await Accounts.deleteUserSessionToken(locals.scope, token)
}

function keepSession({ locals, cookies }: APIContext, token: string, remember: boolean): void {
  const seconds = remember ? REMEMBER_ME_SECONDS : undefined
  keepCookie(cookies, sessionCookie(locals.persona), token, seconds)
  const name = rememberCookie(locals.persona)
  if (remember) keepCookie(cookies, name, '1', seconds)
  // Left over from a log-in before this one, it would make the next token outlast the browser.
  else if (cookies.has(name)) dropCookie(cookies, name)
}
