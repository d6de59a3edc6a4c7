import type { APIRoute } from 'astro'
import { stepOfLink } from '#visit/lesson-of.ts'
import { redirect } from '#http/reply.ts'
import { allow } from '#http/requests.ts'
import { linkOfNewestMail } from '#levers/mailbox/newest-link.ts'

export const prerender = false

/** Leads on to where the link of the newest mail leads: what a demo’s step means by opening it. */
export const ALL: APIRoute = async (context) => {
  allow(context, ['GET'])
  const { sandbox, front } = context.locals
  const link = sandbox && (await linkOfNewestMail(sandbox, front.services.publicOrigin))
  if (!link) return redirect(context, '/sandbox/mailbox')
  const step = stepOfLink(context)
  return redirect(context, step === null ? link : `${link}?step=${step}`)
}
