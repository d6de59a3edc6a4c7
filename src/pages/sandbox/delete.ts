import type { APIRoute } from 'astro'
import { scopeForVisitor } from '#app/accounts/scope.ts'
import { deleteSandbox } from '#sandbox/delete-sandbox.ts'
import { leverMessages } from '#levers/messages.ts'
import { redirect } from '#http/reply.ts'
import { allow } from '#http/requests.ts'
import { inTurn } from '#levers/act/in-turn.ts'
import { dropSessions } from '#levers/people/start-from.ts'
import { keepTold } from '#visit/lost-sandbox.ts'

export const prerender = false

/** Throws the visitor's sandbox away, at once and with all its files. */
export const ALL: APIRoute = async (context) => {
  allow(context, ['POST'])
  const { locals } = context
  const { visitor, front } = locals
  const { sandboxes } = front.services
  const { lost } = locals
  const wasDeleted =
    visitor !== null && (await inTurn(context, visitor, () => deleteSandbox(sandboxes, visitor)))
  // Whoever is rid of it needs not be asked whether to go on without.
  if (lost) keepTold(context, lost)
  const wasThere = wasDeleted || lost !== null
  dropSessions(context)
  locals.sandbox = null
  locals.scope = scopeForVisitor(sandboxes.lobby)
  return redirect(
    context,
    '/sandbox',
    wasThere ? leverMessages.sandbox_deleted() : leverMessages.no_sandbox(),
  )
}
