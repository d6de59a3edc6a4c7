import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Refusal, Way } from '#lib/refusal.ts'
import { NO_STORE, REVALIDATE } from '#http/caching.ts'
import type { FrontServices } from '#http/front-request.ts'
import { pathFor, YOU } from '#http/links.ts'
import { refusalWords } from '#http/refusal-words.ts'
import { wayOnward } from '#http/way-onward.ts'
import { bringsBody } from './request-checks.ts'

export function wantsJson({ headers }: IncomingMessage): boolean {
  return /\bapplication\/json\b/.test(headers.accept ?? '')
}

type Answering = Pick<FrontServices, 'errorPage' | 'publicOrigin'> & {
  readonly requestId: string
  /** Who acts, as far as it is known. */
  readonly persona?: string
}

/**
 * Answers with a refusal, as a page or as JSON, whichever was asked for. The
 * connection ends with it where a body is still to come: nobody will read that.
 */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  refusal: Refusal,
  { requestId, errorPage, publicOrigin, persona = YOU }: Answering,
): void {
  const { status, message, headers } = refusal
  const json = wantsJson(request)
  const { sentence } = refusalWords({ status, message })
  const body = json
    ? JSON.stringify({ ok: false, error: sentence, request: requestId })
    : errorPage(status, message, requestId, wayOf(refusal, request, { publicOrigin, persona }))
  response.writeHead(status, {
    ...headers,
    ...(bringsBody(request) && !request.complete ? { connection: 'close' } : {}),
    'content-type': json ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8',
    'cache-control': json ? NO_STORE : REVALIDATE,
    'content-length': Buffer.byteLength(body),
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** Where this request may go on. */
export function wayOf(
  refusal: Pick<Refusal, 'status' | 'way'>,
  request: IncomingMessage,
  { publicOrigin, persona = YOU }: Pick<Answering, 'publicOrigin' | 'persona'>,
): Way {
  if (refusal.status === 421) return wayTo(publicOrigin, request)
  const { method = '', headers } = request
  return wayOnward(refusal, {
    ...{ method, publicOrigin, referer: headers.referer ?? null },
    to: (path) => pathFor(persona, path),
  })
}

/** What somebody meant who typed another name of this server. */
function wayTo({ origin }: URL, { method, url = '/' }: IncomingMessage): Way {
  const href = origin + (method === 'GET' ? url : '/')
  return { href, label: `Go on at ${origin}` }
}
