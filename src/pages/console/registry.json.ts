import type { APIRoute } from 'astro'
import { registry } from '#console/registry.ts'
import { allow } from '#http/requests.ts'

export const prerender = false

/** What the prompt may name, as the source that this server was built from has it. The same for everybody. */
export const ALL: APIRoute = (context) => {
  allow(context, ['GET'])
  return Response.json(registry(), { headers: { 'cache-control': 'public, max-age=300' } })
}
