import type { APIRoute } from 'astro'
import { allow } from '#http/requests.ts'
import { robotsFile } from '#site/head/engines.ts'

export const prerender = false

/** What search engines may read. They know the site by the address that it answers to. */
export const ALL: APIRoute = (context) => {
  allow(context, ['GET'])
  const { origin } = context.locals.front.services.publicOrigin
  return new Response(robotsFile(origin), {
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'public, max-age=3600',
    },
  })
}
