/**
 * A database that breaks while its reader is in it. Whoever needs nothing of it
 * goes on without; whoever does hears what became of it, and is asked whether
 * to go on in a fresh one.
 */
import type { APIContext } from 'astro'
import { scopeForVisitor } from '#app/accounts/scope.ts'
import {
  DatabaseBusyError,
  DatabaseClosedError,
  DatabaseError,
  DatabaseFullError,
  WriteRefusedError,
} from '#repo/database-error.ts'
import { Refusal } from '#lib/refusal.ts'
import type { LostSandbox } from '#sandbox/sandbox.ts'
import { isAction } from '#http/requests.ts'
import { routeOf } from '#router.ts'
import { goneOrNeverThere } from './gone.ts'
import { askToGoOn, keepTold } from './lost-sandbox.ts'

/**
 * While things are looked up: pages are shown without a sandbox, and say what
 * became of it; ways out, such as a reset, lead out. `null` where this error
 * means something else, or this request cannot do without.
 */
export async function goOnWithoutBroken(
  context: APIContext,
  error: unknown,
): Promise<Refusal | null> {
  const acting = isAction(context)
  if (acting && routeOf(context.routePattern).makesSandbox) return null
  const lost = await leaveBroken(context, error)
  if (!lost) return null
  if (!acting) keepTold(context, lost)
  return goneOrNeverThere(context.locals, { never: '' })
}

/** For a request that is under way: it has done nothing that anybody can find again. */
export async function refuseBroken(context: APIContext, error: unknown): Promise<Refusal | null> {
  const lost = await leaveBroken(context, error)
  if (!lost) return null
  if (isAction(context)) return askToGoOn(context, lost)
  keepTold(context, lost)
  return goneOrNeverThere(context.locals, { never: '' })
}

/** What a sound database says, too, and some of it often. */
const OF_SOUND = [DatabaseBusyError, DatabaseClosedError, DatabaseFullError, WriteRefusedError]

const mayComeOfBroken = (error: unknown): boolean =>
  error instanceof DatabaseError && !OF_SOUND.some((kind) => error instanceof kind)

async function leaveBroken({ locals }: APIContext, error: unknown): Promise<LostSandbox | null> {
  const { visitor, sandbox, front } = locals
  if (!visitor || !sandbox || !mayComeOfBroken(error)) return null
  const { sandboxes } = front.services
  const lost = await sandboxes.endIfBroken(visitor, sandbox)
  if (!lost) return null
  locals.lost = lost
  locals.sandbox = null
  locals.surroundings = sandboxes.lobby
  locals.scope = scopeForVisitor(sandboxes.lobby)
  return lost
}
