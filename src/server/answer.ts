import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Refusal } from '#lib/refusal.ts'
import { NO_STORE, REVALIDATE } from '#http/caching.ts'
import type { FrontServices } from '#http/front-request.ts'

export function wantsJson({ headers }: IncomingMessage): boolean {
  return /\bapplication\/json\b/.test(headers.accept ?? '')
}

/** Answers with a refusal, as a page or as JSON, whichever was asked for. */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { status, message, headers }: Refusal,
  { requestId, errorPage }: { requestId: string; errorPage: FrontServices['errorPage'] },
): void {
  const json = wantsJson(request)
  const body = json
    ? JSON.stringify({ ok: false, error: message, request: requestId })
    : errorPage(status, message, requestId)
  response.writeHead(status, {
    ...headers,
    'content-type': json ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8',
    'cache-control': json ? NO_STORE : REVALIDATE,
    'content-length': Buffer.byteLength(body),
  })
  response.end(request.method === 'HEAD' ? undefined : body)
  // What is still being sent will not be read.
  if (headers.connection === 'close') request.resume().once('end', () => request.destroy())
}
