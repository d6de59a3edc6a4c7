import type { APIRoute } from 'astro'
import { scopeForVisitor } from '#accounts/scope.ts'
import { deleteSandbox } from '#sandbox/delete-sandbox.ts'
import { redirect } from '#web/reply.ts'
import { allow } from '#web/requests.ts'
import { dropSessions } from '#web/start-state.ts'

export const prerender = false

/** Throws the visitor's sandbox away, at once and with all its files. */
export const ALL: APIRoute = async (context) => {
  allow(context, ['POST'])
  const { locals } = context
  const { visitor, front } = locals
  const { sandboxes } = front.house
  const wasThere = visitor !== null && (await deleteSandbox(sandboxes, visitor))
  dropSessions(context)
  locals.sandbox = null
  locals.scope = scopeForVisitor(sandboxes.lobby)
  return redirect(context, '/sandbox', { name: wasThere ? 'sandbox_deleted' : 'no_sandbox' })
}
