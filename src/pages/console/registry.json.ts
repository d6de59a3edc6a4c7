import { promisify } from 'node:util'
import { brotliCompress } from 'node:zlib'
import type { APIRoute } from 'astro'
import { registry } from '#console/registry.ts'
import { allow } from '#http/requests.ts'

export const prerender = false

const compress = promisify(brotliCompress)
let packed: Promise<Buffer<ArrayBuffer>> | null = null

/**
 * What the prompt may name, as the source that this server was built from has it. The same for
 * everybody, so it is packed once: with the words of each function it is a sixth of itself.
 */
export const ALL: APIRoute = async (context) => {
  allow(context, ['GET'])
  const headers = { 'cache-control': 'public, max-age=300', vary: 'accept-encoding' }
  if (!/\bbr\b/.test(context.request.headers.get('accept-encoding') ?? ''))
    return Response.json(registry(), { headers })
  packed ??= compress(JSON.stringify(registry()))
  return new Response(await packed, {
    headers: { ...headers, 'content-type': 'application/json', 'content-encoding': 'br' },
  })
}
