/** What the settings show of an account, as JSON says it. */
import { Accounts } from '#app/accounts/accounts.ts'
import type { UserScope } from '#app/accounts/scope.ts'

export async function sessionFacts(scope: UserScope) {
  const sessions = await Accounts.listUserSessions(scope)
  return sessions.map((session) => ({ ...session }))
}

export async function apiTokenFacts(scope: UserScope) {
  const tokens = await Accounts.listUserApiTokens(scope)
  return tokens.map((token) => ({ ...token }))
}
