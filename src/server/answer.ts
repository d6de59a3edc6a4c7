import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Refusal } from '#lib/refusal.ts'
import { NO_STORE, REVALIDATE } from '#http/caching.ts'
import type { FrontServices } from '#http/front-request.ts'
import { refusalWords } from '#http/refusal-words.ts'
import { bringsBody } from './request-checks.ts'

export function wantsJson({ headers }: IncomingMessage): boolean {
  return /\bapplication\/json\b/.test(headers.accept ?? '')
}

type Answering = Pick<FrontServices, 'errorPage' | 'publicOrigin'> & { readonly requestId: string }

/**
 * Answers with a refusal, as a page or as JSON, whichever was asked for. The
 * connection ends with it where a body is still to come: nobody will read that.
 */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { status, message, headers }: Refusal,
  { requestId, errorPage, publicOrigin }: Answering,
): void {
  const json = wantsJson(request)
  const { sentence } = refusalWords({ status, message })
  const body = json
    ? JSON.stringify({ ok: false, error: sentence, request: requestId })
    : errorPage(status, message, requestId, status === 421 ? wayTo(publicOrigin, request) : null)
  response.writeHead(status, {
    ...headers,
    ...(bringsBody(request) && !request.complete ? { connection: 'close' } : {}),
    'content-type': json ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8',
    'cache-control': json ? NO_STORE : REVALIDATE,
    'content-length': Buffer.byteLength(body),
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** What somebody meant who typed another name of this server. */
function wayTo({ origin }: URL, { method, url = '/' }: IncomingMessage) {
  const href = origin + (method === 'GET' ? url : '/')
  return { href, label: `Go on at ${origin}` }
}
