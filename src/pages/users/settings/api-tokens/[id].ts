import type { APIRoute } from 'astro'
import { Accounts } from '#app/accounts/accounts.ts'
import { Refusal } from '#lib/refusal.ts'
import { rowId } from '#http/params.ts'
import { afterSettings } from '#app/web/after-settings.ts'
import { messages } from '#app/web/messages.ts'
import { redirect } from '#http/reply.ts'
import { allow } from '#http/requests.ts'
import { userScopeOf } from '#app/web/user-scope.ts'

export const prerender = false

/** Revokes one token of the person who asks. */
export const ALL: APIRoute = async (context) => {
  allow(context, ['DELETE'])
  const scope = userScopeOf(context.locals)
  const id = rowId(context.params.id)
  const result = id === null ? null : await Accounts.deleteUserApiToken(scope, id)
  if (!result?.ok) throw new Refusal(404, 'You have no such token. It may be revoked already.')
  return redirect(context, afterSettings(scope), messages.api_token_revoked())
}
