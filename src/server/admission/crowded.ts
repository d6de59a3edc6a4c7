/** What somebody is told for whom there is no turn. It is said in bulk, so it is cheap to say. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { NO_STORE } from '#http/caching.ts'
import { refusalWords } from '#http/refusal-words.ts'
import { SECOND } from '#lib/duration.ts'
import { tryLater, type Refusal, type Way } from '#lib/refusal.ts'
import { wantsJson, wayOf } from '../answer.ts'
import { plainPage } from '../plain-page.ts'
import { bringsBody } from '../request-checks.ts'

/** Why there is none, as it is counted. */
export type CrowdedBy =
  | 'socket'
  | 'visitor-waiting'
  | 'address-waiting'
  | 'house-waiting'
  | 'patience'
  | 'visitor-rate'
  | 'address-rate'

const OWN = 'You ask for more at once than one reader is answered.'
const ADDRESS = 'More is asked from your address at once than is answered.'
const HOUSE = 'More is asked at this moment than this server can answer.'

// Whoever is within their share is never told that they asked for too much.
const SAID: Readonly<Record<CrowdedBy, { readonly status: 429 | 503; readonly sentence: string }>> =
  {
    socket: { status: 429, sentence: OWN },
    'visitor-waiting': { status: 429, sentence: OWN },
    'visitor-rate': { status: 429, sentence: OWN },
    'address-waiting': { status: 429, sentence: ADDRESS },
    'address-rate': { status: 429, sentence: ADDRESS },
    'house-waiting': { status: 503, sentence: HOUSE },
    patience: { status: 503, sentence: HOUSE },
  }

/** There is no turn for this request. */
export class Crowded {
  readonly by: CrowdedBy
  readonly seconds: number

  constructor(by: CrowdedBy, seconds = 1) {
    this.by = by
    this.seconds = seconds
  }

  get refusal(): Refusal {
    const { status, sentence } = SAID[this.by]
    return tryLater(status, sentence, this.seconds)
  }
}

interface Written {
  readonly page: string
  readonly json: string
}

/** The same few answers again and again: each is written once. */
const written = new Map<string, Written>()

/** Answers with a page that asks for nothing more, or with JSON. No page of the site is drawn. */
export function turnAway(
  request: IncomingMessage,
  response: ServerResponse,
  { by, refusal }: Crowded,
  publicOrigin: URL,
): void {
  const json = wantsJson(request)
  const { page, json: words } = writtenFor(by, refusal, wayOf(refusal, request, { publicOrigin }))
  const body = json ? words : page
  response.writeHead(refusal.status, {
    ...refusal.headers,
    ...(bringsBody(request) && !request.complete ? { connection: 'close' } : {}),
    'content-type': json ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8',
    'cache-control': NO_STORE,
    'content-length': Buffer.byteLength(body),
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** For so long a refusal is held back: who asks again as soon as they are answered asks once a second. */
const HELD = SECOND

/**
 * Answers with a refusal a moment later. One that is answered at once invites
 * the next, and three hundred connections would keep the house busy with
 * saying no. In other words: a tarpit, for a second.
 */
export function afterAMoment(response: ServerResponse, answer: () => void): void {
  const held = setTimeout(answer, HELD)
  response.once('close', () => clearTimeout(held))
}

const MOST_WRITTEN = 200

function writtenFor(by: CrowdedBy, refusal: Refusal, way: Way): Written {
  const key = `${by} ${refusal.message} ${way.href}`
  const present = written.get(key)
  if (present) return present
  const { title, sentence } = refusalWords(refusal)
  const made: Written = {
    page: plainPage({ status: refusal.status, title, sentence, way }),
    json: JSON.stringify({ ok: false, error: sentence }),
  }
  if (written.size >= MOST_WRITTEN) written.clear()
  written.set(key, made)
  return made
}
