/**
 * Compresses what is made for one reader; files were compressed when they were
 * built. How small a page becomes tells of what is in it, so that whoever can
 * put words of their own beside a secret, again and again, could guess that
 * from the length alone (BREACH). So a page is compressed where no stranger
 * chose a word of it, or where it holds no secret; of those that do hold one
 * none ever is. In Phoenix: a plug such as `PlugBrotli`.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { constants } from 'node:zlib'
import compression from 'compression'

/** They show a link, a token or a key that opens something. */
const HOLDS_SECRETS = /^\/(?:sandbox\/mailbox|users\/log-in\/|users\/settings)/
/** What a browser says of a request that no other site has made it send. */
const OWN = ['same-origin', 'none']

/**
 * Whether an answer to this request may be compressed. Its persona is no part of the address any more.
 *
 * @example
 * mayCompress({ method: 'GET', url: '/scores', headers: { cookie: 'visitor=…', 'sec-fetch-site': 'same-origin' } })
 * // => true
 * mayCompress({ method: 'GET', url: '/scores?q=guess', headers: { cookie: 'visitor=…', 'sec-fetch-site': 'cross-site' } })
 * // => false
 * mayCompress({ method: 'GET', url: '/sandbox/mailbox', headers: {} })
 * // => false
 */
export function mayCompress({
  method = '',
  url = '',
  headers,
}: Pick<IncomingMessage, 'method' | 'url' | 'headers'>): boolean {
  // What is sent may be anything, and comes back in its answer.
  if (method !== 'GET' || HOLDS_SECRETS.test(url)) return false
  const from = headers['sec-fetch-site']
  return headers.cookie === undefined || (typeof from === 'string' && OWN.includes(from))
}

/** Quick, and with little memory for each: many answers are written at once. */
export const compressAnswer: (
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
) => void = compression({
  threshold: 1_024,
  level: 6,
  brotli: {
    // A step more is a twelfth less of each page for a quarter of a millisecond: the first one a reader
    // opens then comes whole with what a server may send before it hears back.
    params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_LGWIN]: 16 },
  },
  filter: (request, response) => mayCompress(request) && compression.filter(request, response),
})
