/** What the settings show of an account, and how JSON says the same. */
import * as Accounts from '#accounts/accounts.ts'
import type { UserScope } from '#accounts/scope.ts'

export async function accountFacts(scope: UserScope) {
  const sessions = await Accounts.listUserSessions(scope)
  const apiTokens = await Accounts.listUserApiTokens(scope)
  return {
    has_password: scope.user.hashed_password !== null,
    sessions: sessions.map((session) => ({ ...session })),
    api_tokens: apiTokens.map((token) => ({ ...token })),
  }
}
