import type { APIRoute } from 'astro'
import { progressFacts, progressOf } from '#course/progress-view.ts'
import { courseMessages } from '#course/messages.ts'
import { redirect } from '#http/reply.ts'
import { allow } from '#http/requests.ts'

export const prerender = false

/** Forgets how far the visitor is. */
export const ALL: APIRoute = async (context) => {
  allow(context, ['POST'])
  const { locals } = context
  if (locals.visitor) await locals.front.services.progress.delete(locals.visitor)
  const facts = { progress: progressFacts(await progressOf(locals)) }
  return redirect(context, '/progress', courseMessages.progress_deleted(), facts)
}
