import type { APIRoute } from 'astro'
import { recordReply } from '#http/reply.ts'
import { allow } from '#http/requests.ts'
import { goneOrNeverThere } from '#visit/gone.ts'

export const prerender = false

/** The database of the visitor's sandbox, as one file to take away. */
export const ALL: APIRoute = async (context) => {
  allow(context, ['GET'])
  const { sandbox, front } = context.locals
  if (!sandbox)
    throw goneOrNeverThere(context.locals, {
      never: 'You have no sandbox yet, so there is no database to download.',
    })
  const bytes = await front.services.sandboxes.copyOf(sandbox)
  recordReply(200)
  return new Response(bytes, {
    headers: {
      'content-type': 'application/vnd.sqlite3',
      'content-disposition': `attachment; filename="glasshouse-sandbox-${sandbox.number}.db"`,
    },
  })
}
