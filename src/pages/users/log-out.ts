import type { APIRoute } from 'astro'
import { messages } from '#app/web/messages.ts'
import { redirect } from '#http/reply.ts'
import { allow } from '#http/requests.ts'
import { logOutUser } from '#app/web/session.ts'

export const prerender = false

/** Works for somebody who is not logged in as well. In Phoenix: `delete "/users/log-out"`. */
export const ALL: APIRoute = async (context) => {
  allow(context, ['DELETE'])
  await logOutUser(context)
  return redirect(context, '/', messages.logged_out())
}
