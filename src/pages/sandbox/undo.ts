import type { APIRoute } from 'astro'
import { redirect } from '#http/reply.ts'
import { allow } from '#http/requests.ts'
import { undo } from '#levers/act/undo.ts'
import { leverMessages } from '#levers/messages.ts'

export const prerender = false

/** Puts back the sandbox that the last reset, or the start of an act, has set aside. */
export const ALL: APIRoute = async (context) => {
  allow(context, ['POST'])
  const { visitor } = context.locals
  if (!visitor) throw new Error('/sandbox/undo: an action has a visitor.')
  const done = await undo(context, visitor)
  return redirect(context, '/sandbox', done ? leverMessages.put_back() : leverMessages.too_late())
}
