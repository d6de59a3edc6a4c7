import type { IncomingMessage, ServerResponse } from 'node:http'

const PATHS = ['/healthz', '/readyz']

/**
 * Answers whoever runs the server, by any host name: `/healthz` while the
 * process lives, `/readyz` while it takes new work. `notReady` says in a word why
 * it takes none, or `null`. Says whether it did. The headers of every answer are
 * set by then.
 */
export function answerHealth(
  request: IncomingMessage,
  response: ServerResponse,
  notReady: () => string | null,
): boolean {
  const { url = '', method } = request
  if (!PATHS.includes(url) || (method !== 'GET' && method !== 'HEAD')) return false
  const why = url === '/healthz' ? null : notReady()
  response.writeHead(why === null ? 200 : 503, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
  })
  response.end(method === 'HEAD' ? undefined : `${why ?? 'ok'}\n`)
  return true
}
