import type { IncomingMessage, ServerResponse } from 'node:http'

const PATHS = ['/healthz', '/readyz']

/** Why no new work is taken, in a few words, or `null`. */
export type NotReady = () => Promise<string | null> | string | null

/**
 * Answers whoever runs the server, by any host name: `/healthz` while the
 * process lives, `/readyz` while it takes new work. Says whether it did. The
 * headers of every answer are set by then.
 */
export function answerHealth(
  request: IncomingMessage,
  response: ServerResponse,
  notReady: NotReady,
): boolean {
  const { url = '', method } = request
  if (!PATHS.includes(url) || (method !== 'GET' && method !== 'HEAD')) return false
  void Promise.resolve(url === '/healthz' ? null : notReady()).then((why) => {
    response.writeHead(why === null ? 200 : 503, {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
    })
    response.end(method === 'HEAD' ? undefined : `${why ?? 'ok'}\n`)
  })
  return true
}

/** A server that is to end, or whose disk takes nothing, is not sent anybody new. */
export const readiness =
  (
    drain: { readonly draining: boolean },
    disk: { readonly writeTestByte: () => Promise<string | null> },
  ): NotReady =>
  async () => {
    if (drain.draining) return 'draining'
    const trouble = await disk.writeTestByte()
    return trouble === null ? null : `disk: ${trouble}`
  }
