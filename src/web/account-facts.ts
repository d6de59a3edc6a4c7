/** What the settings show of an account, as JSON says it. */
import * as Accounts from '#accounts/accounts.ts'
import type { UserScope } from '#accounts/scope.ts'

export async function sessionFacts(scope: UserScope) {
  const sessions = await Accounts.listUserSessions(scope)
  return sessions.map((session) => ({ ...session }))
}

export async function apiTokenFacts(scope: UserScope) {
  const tokens = await Accounts.listUserApiTokens(scope)
  return tokens.map((token) => ({ ...token }))
}
