import type { APIRoute } from 'astro'
import { parseDuration } from '#lib/duration.ts'
import { Refusal } from '#lib/refusal.ts'
import { text } from '#web/params.ts'
import { redirect } from '#web/reply.ts'
import { allow } from '#web/requests.ts'
import { sandboxOf } from '#web/sandbox-of.ts'

export const prerender = false

/** Moves the clock of the visitor's sandbox on, so that what expires can be watched doing so. */
export const ALL: APIRoute = async (context) => {
  allow(context, ['POST'])
  const { locals } = context
  const { sandbox, visitor } = sandboxOf(locals)
  const span = text(locals.params, 'advance') ?? ''
  const milliseconds = parseDuration(span)
  if (milliseconds === null)
    throw new Refusal(422, 'Say how far the clock goes on: advance=15m, 9m59s, 12h or 14d.')

  await locals.front.house.sandboxes.advanceClock(visitor, sandbox, milliseconds)
  const { clock } = sandbox
  const facts = { clock: { now: clock.now(), offset_milliseconds: clock.offset } }
  return redirect(context, '/sandbox', { name: 'clock_moved', about: span }, facts)
}
