import type { APIRoute } from 'astro'
import { allow } from '#http/requests.ts'
import { listPlaces, sitemapPart } from '#site/head/sitemap.ts'

export const prerender = false

/** The pages of the course, for search engines. */
export const ALL: APIRoute = (context) => {
  allow(context, ['GET'])
  const { origin } = context.locals.front.services.publicOrigin
  return new Response(sitemapPart(origin, listPlaces()), {
    headers: { 'content-type': 'application/xml', 'cache-control': 'public, max-age=3600' },
  })
}
