/**
 * Tells what became of each request: a line of the log, a number, and where it is one of those that somebody
 * may ask for later, an event. Of the person there is a hash of their sandbox, and of their address, in events
 * alone, the network. In Phoenix: `Plug.Telemetry`, with a logger behind it.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { finished } from 'node:stream'
import { cookieName, readSetCookie, SESSION } from '#http/cookies.ts'
import { YOU } from '#http/links.ts'
import { nameInLog } from '#sandbox/sandbox.ts'
import type { VisitorRequest } from '#visit/services.ts'
import { clientAddress } from './client-address.ts'
import { counters } from './counters.ts'
import { eventOf } from './events.ts'
import { networkOf } from './network.ts'
import type { RunningServices } from './services.ts'

/** What becomes known of a request while it is worked on. */
export interface Told {
  /** What the front let through. */
  front?: VisitorRequest
  /** Which part of the front answers, where no page does. */
  route?: string
}

type Telling = Pick<RunningServices, 'log' | 'publicOrigin'> & {
  readonly config: { readonly limits: Pick<RunningServices['config']['limits'], 'trustedProxies'> }
}

/** Files have no route, nor has what the front turns away. */
const STATIC = 'static'
const REFUSED = 'refused'
export const STREAM = '/sandbox/events'

let inFlight = 0
counters.gauge('glasshouse_requests_in_flight', () => inFlight)

/** Call before a request is worked on, and write into what this answers what becomes known of it. */
export function tell(
  services: Telling,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): Told {
  const told: Told = {}
  const startedAt = performance.now()
  // Node takes words for methods that no route of ours does.
  const method = /^[A-Z]{3,7}$/.test(request.method ?? '') ? request.method! : 'other'
  inFlight += 1
  finished(response, (error) => {
    inFlight -= 1
    const seconds = (performance.now() - startedAt) / 1000
    say(services, request, response, { ...told, requestId, method, seconds, left: Boolean(error) })
  })
  return told
}

interface Answer extends Told {
  readonly requestId: string
  readonly method: string
  readonly seconds: number
  /** Whether its reader has gone before all of it was out. */
  readonly left: boolean
}

function say(
  { log, publicOrigin, config }: Telling,
  request: IncomingMessage,
  response: ServerResponse,
  { front, route: named = nameOf(front), requestId, method, seconds, left }: Answer,
): void {
  // Behind it stands what somebody has typed.
  const [route = ''] = named.split('?', 1)
  // Who has left before there was an answer was given none.
  const status = response.headersSent ? response.statusCode : 0
  const persona = front?.persona ?? YOU
  const whose = front?.sandbox === undefined ? {} : { sandbox: nameInLog(front.sandbox) }

  counters.count('glasshouse_requests_total', { route, status })
  // A stream lasts for as long as its reader is there.
  if (route !== STREAM) counters.observe('glasshouse_request_seconds', seconds)
  log.request({
    ...{ requestId, method, route, status, ...whose },
    milliseconds: Math.round(seconds * 10_000) / 10,
    ...(persona !== YOU && { persona }),
    ...(front?.fromInside && { inside: true }),
    ...(left && { left }),
  })
  const event = eventOf({
    ...{ method, route, status },
    reachedPage: front?.reachedPage === true,
    opensSession: setsCookie(response, cookieName(publicOrigin, SESSION, persona)),
  })
  if (event === null) return
  const from = front?.clientAddress ?? clientAddress(request, config.limits.trustedProxies)
  log.event(event, { requestId, route, status, ...whose, network: networkOf(from) })
}

const nameOf = (front: VisitorRequest | undefined) => (front ? (front.route ?? STATIC) : REFUSED)

function setsCookie(response: ServerResponse, name: string): boolean {
  const lines = [response.getHeader('set-cookie') ?? []].flat().map(String)
  return lines.map(readSetCookie).some((cookie) => cookie.name === name && cookie.value !== '')
}
