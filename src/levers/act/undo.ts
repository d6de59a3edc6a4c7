import type { APIContext } from 'astro'
import { scopeForVisitor } from '#app/accounts/scope.ts'
import type { Visitor } from '#sandbox/sandbox.ts'
import { putSessionsBack } from '../people/start-from.ts'
import { inTurn } from './in-turn.ts'
import { placeOf } from '#course/place-of.ts'

/**
 * Puts back what the last beginning set aside, with the sessions of its
 * personas, and says whether there was anything to be put back.
 */
export const undo = (context: APIContext, visitor: Visitor): Promise<boolean> =>
  inTurn(context, visitor, () => putBack(context, visitor))

/** The same for whoever has the turn already. */
export async function putBack(context: APIContext, visitor: Visitor): Promise<boolean> {
  const { locals } = context
  const { sandboxes } = locals.front.services
  const lease = await sandboxes.undo(visitor)
  if (!lease) return false
  const { sandbox, release } = lease
  locals.afterwards.push(release)
  locals.sandbox = sandbox
  locals.surroundings = sandbox
  locals.scope = scopeForVisitor(sandbox)
  sandbox.traces.hold(placeOf(locals)?.runs.map(({ trace }) => trace) ?? [])
  putSessionsBack(context, sandboxes.keptSessions.take(visitor.id, sandbox.id))
  sandboxes.announcements.tell(visitor.id, { type: 'reset', data: {} })
  return true
}
