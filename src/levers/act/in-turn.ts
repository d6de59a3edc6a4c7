import type { APIContext } from 'astro'
import { scopeForVisitor } from '#app/accounts/scope.ts'
import type { Visitor } from '#sandbox/sandbox.ts'

/**
 * Does what plays in a visitor’s sandbox, or exchanges it, one after the other.
 * `moved` says that whoever came before has exchanged it meanwhile: this
 * request goes on in the one that is there now.
 */
export function inTurn<Value>(
  { locals }: APIContext,
  visitor: Visitor,
  act: (moved: boolean) => Promise<Value>,
): Promise<Value> {
  const { sandboxes } = locals.front.services
  // Whoever plays an act has the turn already.
  if (locals.front.fromInside) return act(false)
  return sandboxes.plays.take(visitor.id, async () => {
    // What is exchanged may be what cannot be opened.
    const lease = await sandboxes.findIfItOpens(visitor)
    if (lease) locals.afterwards.push(lease.release)
    const sandbox = lease?.sandbox ?? null
    if (sandbox === locals.sandbox) return act(false)
    locals.sandbox = sandbox
    locals.surroundings = sandbox ?? sandboxes.lobby
    locals.scope = scopeForVisitor(locals.surroundings)
    return act(true)
  })
}
