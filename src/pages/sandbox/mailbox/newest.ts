import type { APIRoute } from 'astro'
import { stepOfLink } from '#visit/lesson-of.ts'
import { redirect } from '#http/reply.ts'
import { allow } from '#http/requests.ts'

export const prerender = false

/** Leads to the newest mail of the visitor's sandbox: what a demo's step means by it. */
export const ALL: APIRoute = async (context) => {
  allow(context, ['GET'])
  const [newest] = (await context.locals.sandbox?.mailbox.list()) ?? []
  const step = stepOfLink(context)
  const said = step === null ? '' : `?step=${step}`
  return redirect(context, newest ? `/sandbox/mailbox/${newest.id}${said}` : '/sandbox/mailbox')
}
