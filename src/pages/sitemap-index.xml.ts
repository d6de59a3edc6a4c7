import type { APIRoute } from 'astro'
import { allow } from '#http/requests.ts'
import { sitemapIndex } from '#site/head/sitemap.ts'

export const prerender = false

/** Where the list of pages is. A sitemap names whole addresses, so it is made by the server that has one. */
export const ALL: APIRoute = (context) => {
  allow(context, ['GET'])
  const { origin } = context.locals.front.services.publicOrigin
  return new Response(sitemapIndex(origin), {
    headers: { 'content-type': 'application/xml', 'cache-control': 'public, max-age=3600' },
  })
}
