import type { IncomingMessage, ServerResponse } from 'node:http'

const PATHS = ['/healthz', '/readyz']

/**
 * Answers whoever runs the server, by any host name: `/healthz` while the
 * process lives, `/readyz` while it takes new work. Says whether it did. The
 * headers of every answer are set by then.
 */
export function answerHealth(
  request: IncomingMessage,
  response: ServerResponse,
  draining: boolean,
): boolean {
  const { url = '', method } = request
  if (!PATHS.includes(url) || (method !== 'GET' && method !== 'HEAD')) return false
  const ready = url === '/healthz' || !draining
  response.writeHead(ready ? 200 : 503, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
  })
  response.end(method === 'HEAD' ? undefined : ready ? 'ok\n' : 'draining\n')
  return true
}
