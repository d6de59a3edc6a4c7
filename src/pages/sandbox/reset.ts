import type { APIRoute } from 'astro'
import { redirect } from '#web/reply.ts'
import { allow } from '#web/requests.ts'

export const prerender = false

/** Throws the visitor's sandbox away. */
export const ALL: APIRoute = async (context) => {
  allow(context, ['POST'])
  const { visitor, front } = context.locals
  if (visitor) await front.house.sandboxes.reset(visitor)
  return redirect(context, '/sandbox', { name: 'sandbox_reset' })
}
