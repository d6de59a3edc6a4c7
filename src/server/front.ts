/**
 * The HTTP front: everything that must be true of a request before a page sees
 * it. Production and `npm run dev` share it; they differ in what stands behind.
 * In other words: the HTTP server, with what a reverse proxy would check.
 */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { brokeHere, Refusal, tryLater } from '#lib/refusal.ts'
import { cookieName, VISITOR } from '#http/cookies.ts'
import type { FrontCheck } from '#http/front-request.ts'
import type { FromInside } from '#http/inside.ts'
import { traceOfRefused } from '#visit/refused-trace.ts'
import type { VisitorRequest } from '#visit/services.ts'
import { pathFor, splitPersona, YOU } from '#http/links.ts'
import { ActLimits } from './admission/act-limits.ts'
import { Admission } from './admission/admission.ts'
import { askerOf } from './admission/asker.ts'
import { afterAMoment, Crowded, turnAway } from './admission/crowded.ts'
import type { Asker } from './admission/fair-turns.ts'
import { refuse } from './answer.ts'
import { readBody, readFileBody } from './body.ts'
import { clientAddress } from './client-address.ts'
import { counters } from './counters.ts'
import { tokenIn, withoutRepeated } from './cookies.ts'
import type { EventStreams } from './event-stream.ts'
import { FALLEN_PATH, fallenCounter } from './fallen.ts'
import type { RunningServices } from './services.ts'
import { sayPlainHttp } from './plain-http.ts'
import { takePong } from './pong.ts'
import { fileFormAt, formOfFile } from './multipart.ts'
import { giveReason } from './reason.ts'
import * as checks from './request-checks.ts'
import { framePolicy, isFramed } from './security-headers.ts'
import { STREAM, tell } from './tell.ts'

/** Answers with a page, or with a static file. */
export type Behind = (
  request: IncomingMessage,
  response: ServerResponse,
  locals: { readonly front: VisitorRequest },
) => void

export interface Front {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>
}

export function createFront(
  services: RunningServices,
  streams: EventStreams,
  behind: Behind,
): Front {
  const sayHow = sayPlainHttp(services.publicOrigin)
  const noteForwarding = forwardingNote(services)
  const countFallen = fallenCounter(services.log)
  const { publicOrigin, config } = services
  const admission = new Admission(config.limits)
  const acts = new ActLimits(config.limits)
  counters.gauge('glasshouse_requests_waiting', () => admission.counts.waiting)

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const requestId = randomBytes(9).toString('base64url')
    const told = tell(services, request, response, requestId)
    giveReason(response)
    sayHow(request, response)
    noteForwarding(request)
    // What nobody reads would be read on without end, were the connection kept.
    if (checks.bringsBody(request) && !checks.isUnsafe(request))
      response.setHeader('connection', 'close')
    const fromInside = services.inside.take(request.headers)
    // What this server asks of itself is part of a request that has its turn.
    const asker = fromInside
      ? null
      : askerOf(request, { publicOrigin, trustedProxies: config.limits.trustedProxies })
    try {
      const asked = { request, response, requestId, fromInside, asker }
      const front = await admit(services, admission, asked)
      if (front instanceof Crowded) return crowd(asked, front, publicOrigin)
      if (front instanceof Refusal)
        return refuse(request, response, front, { requestId, ...services })
      if ('fallen' in front) {
        told.route = FALLEN_PATH
        countFallen(front.fallen, front.clientAddress)
        response.writeHead(204).end()
        return
      }
      if ('persona' in front) told.front = front
      const limited = await limitAct(services, admission, acts, asked, front)
      if (limited) {
        // What is limited is one of a few addresses, and none of them holds a token.
        told.route = request.url ?? ''
        return afterAMoment(response, () =>
          refuse(request, response, limited, { requestId, persona: actorOf(front), ...services }),
        )
      }
      // Whatever needs a database comes after this.
      const crowded = asker && (await admission.turn(asker, request, response))
      if (crowded) return crowd(asked, crowded, publicOrigin)
      if ('foreign' in front) {
        await keepRefused(services, request, front.foreign, fromInside, 'origin')
        refuse(request, response, front.foreign, { requestId, ...services })
      } else if ('stream' in front) {
        told.route = STREAM
        await stream(services, streams, request, response, { ...front, requestId })
        admission.staysOpen(response)
      } else {
        if (asker) response.once('close', () => countPage(admission, asker, front))
        behind(request, response, { front })
      }
    } catch (error) {
      // The sender left before the form was whole: nobody is there to answer.
      if (request.destroyed && !request.complete) return
      // More asked at once than the site's own database answers: that is no fault to look into.
      const isBusy = error instanceof Error && error.name === 'DatabaseBusyError'
      if (isBusy) counters.count('glasshouse_refused_total', { reason: 'database' })
      else services.logError(error, requestId)
      if (response.headersSent) return void response.destroy()
      const refusal = isBusy ? tryLater(503, 'This server is busy.', 1) : brokeHere()
      refuse(request, response, refusal, { requestId, ...services })
    }
  }
  return { handle }
}

/** A request, with what the front knows of it before it is read. */
interface Asked {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly requestId: string
  readonly fromInside: FromInside | null
  /** `null` for a request from inside. */
  readonly asker: Asker | null
}

/** What the page has found out of who asks counts from their next request on. */
function countPage(admission: Admission, asker: Asker, { route, sandbox }: VisitorRequest): void {
  if (route !== undefined) admission.countPage(asker)
  if (sandbox !== undefined) admission.know(asker)
}

const actorOf = (front: VisitorRequest | StreamRequest | ForeignRequest) =>
  'persona' in front ? front.persona : YOU

function crowd({ request, response }: Asked, crowded: Crowded, publicOrigin: URL): void {
  counters.count('glasshouse_refused_total', { reason: crowded.by })
  // Who is within their share is told at once.
  if (crowded.refusal.status === 503) turnAway(request, response, crowded, publicOrigin)
  else afterAMoment(response, () => turnAway(request, response, crowded, publicOrigin))
}

/** Refuses an act that its reader has done too often, or counts it by how it is answered. */
async function limitAct(
  services: RunningServices,
  admission: Admission,
  acts: ActLimits,
  { request, response, asker }: Asked,
  front: VisitorRequest | StreamRequest | ForeignRequest,
): Promise<Refusal | null> {
  if (!asker || !('persona' in front)) return null
  const { method = '', url = '/' } = request
  const [path = ''] = url.split('?', 1)
  const counted = acts.count(asker, { method, path, persona: front.persona, body: front.body })
  if (!counted) return null
  if ('answered' in counted) {
    response.once('close', () => counted.answered(response.writableEnded ? response.statusCode : 0))
    return null
  }
  counters.count('glasshouse_refused_total', { reason: counted.name })
  if (counted.isShown && admission.knows(asker)) {
    request.url = pathFor(front.persona, url)
    await keepRefused(services, request, counted.refusal, null, 'limit')
  }
  request.url = path
  return counted.refusal
}

/** Says once in the log that a proxy is in front which nobody told this server of. */
function forwardingNote({ log, config }: RunningServices): (request: IncomingMessage) => void {
  let isDue = config.limits.trustedProxies === 0
  return ({ headers }) => {
    if (!isDue || headers['x-forwarded-for'] === undefined) return
    isDue = false
    log.error('proxy without trust', {
      note: 'A request brought X-Forwarded-For, and TRUSTED_PROXIES is 0: all who come through that proxy count as one address, and share its limits.',
    })
  }
}

/** The stream is asked for, or answered: then with what. */
interface StreamRequest {
  readonly stream: 'open' | { readonly pong: string }
}

/** A request that no page of this site has sent. */
interface ForeignRequest {
  readonly foreign: Refusal
}

/** What a page says of a part of it that has stopped. */
interface FallenPart {
  readonly fallen: string
  readonly clientAddress: string
}

/** What the front found out about a request, as far as it says so itself: nothing is looked up here. */
async function admit(
  services: RunningServices,
  admission: Admission,
  { request, response, requestId, fromInside, asker }: Asked,
): Promise<VisitorRequest | Refusal | Crowded | ForeignRequest | StreamRequest | FallenPart> {
  const { publicOrigin, config } = services
  const tooMany = asker && (await admission.arrive(asker, request, response))
  if (tooMany) return tooMany
  const malformed = checks.refuseMethod(request) ?? checks.refuseTarget(request)
  if (malformed) return tellInside(request, malformed, 'address', fromInside)
  const misled = checks.refuseHost(request, publicOrigin)
  if (misled) return misled
  const foreign = checks.refuseOrigin(request, publicOrigin)
  if (foreign) return { foreign }
  const { persona, path } = splitPersona(request.url ?? '/')
  const [address = ''] = path.split('?', 1)
  const fileForm = fileFormAt(address)
  const unreadable = checks.refuseContentType(request, { mayBeFile: fileForm !== null })
  if (unreadable) return tellInside(request, unreadable, 'type', fromInside)
  if (request.headers.cookie) request.headers.cookie = withoutRepeated(request.headers.cookie)

  const isStream = address === STREAM
  if (isStream && !['GET', 'POST'].includes(request.method ?? ''))
    return new Refusal(405, 'Read this with GET, and answer it with POST.', { allow: 'GET, POST' })

  const kind = checks.bodyKind(request)
  const file = kind === 'file' ? fileForm : null
  const read = () =>
    file ? readFileBody(request, file) : readBody(request, config.limits.bodyBytes)
  const isRead = checks.isUnsafe(request)
  const text =
    isRead && file && asker
      ? await admission.readFile(asker, response, read)
      : isRead
        ? await read()
        : ''
  if (text instanceof Crowded) return text
  if (text instanceof Refusal) return tellInside(request, text, 'size', fromInside)
  const from = fromInside?.clientAddress ?? clientAddress(request, config.limits.trustedProxies)
  if (path === FALLEN_PATH && request.method === 'POST')
    return { fallen: text, clientAddress: from }
  if (isStream) return { stream: request.method === 'GET' ? 'open' : { pong: text } }
  const own = isFramed(request.url) ? { framePolicy: framePolicy(publicOrigin, request.url) } : {}
  const form = file && formOfFile(request.headers['content-type'] ?? '', text, file)
  if (form instanceof Refusal) return tellInside(request, form, 'type', fromInside)
  const body = form ? form.fields : text

  request.url = path
  return {
    services,
    requestId,
    persona,
    clientAddress: from,
    fromInside,
    ...own,
    body: kind && body !== '' ? { kind: kind === 'file' ? 'form' : kind, text: body } : null,
    file: form?.file ?? null,
    checks: checks.checksPassed(request),
  }
}

/**
 * Whoever has a sandbox may see in it what was refused in their name. Of the
 * sandbox nothing else is touched: one that is asleep is not woken up.
 */
async function keepRefused(
  services: RunningServices,
  request: IncomingMessage,
  refusal: Refusal,
  fromInside: FromInside | null,
  name: FrontCheck['name'],
): Promise<void> {
  const token = tokenIn(request, cookieName(services.publicOrigin, VISITOR))
  if (token === null) return
  const { sandboxes } = services
  const visitor = await sandboxes.findVisitor(token)
  const sandbox = visitor && (await sandboxes.ifAwake(visitor))
  if (!sandbox) return
  const { method = '', url = '/' } = request
  // The host is looked at before the origin, and a limit is met after all of them.
  const passed = checks.checksPassed(request).slice(0, name === 'origin' ? 1 : undefined)
  const by = checks.refusingCheck(name, refusal)
  const runs = fromInside?.runs ?? null
  const trace = traceOfRefused({ method, url, passed, refusal, by, runs })
  if (runs === null) sandbox.traces.addForeign(trace)
  else sandbox.traces.add(trace)
  fromInside?.done(trace, false)
}

/**
 * Whoever sends a request from inside is told what became of it, even where it
 * came no further than this door. A browser that is refused here has sent what
 * no page of ours sends: it is answered, and that is all.
 */
function tellInside(
  { method = '', url = '/' }: IncomingMessage,
  refusal: Refusal,
  name: FrontCheck['name'],
  fromInside: FromInside | null,
): Refusal {
  const by = checks.refusingCheck(name, refusal)
  if (fromInside?.runs === null)
    fromInside.done(traceOfRefused({ method, url, passed: [], refusal, by, runs: null }), false)
  return refusal
}

async function stream(
  services: RunningServices,
  streams: EventStreams,
  request: IncomingMessage,
  response: ServerResponse,
  { stream: wanted, requestId }: StreamRequest & { readonly requestId: string },
): Promise<void> {
  const token = tokenIn(request, cookieName(services.publicOrigin, VISITOR))
  const visitor = token ? await services.sandboxes.findVisitor(token) : null
  if (!visitor) {
    // "No content" tells an EventSource not to come back.
    response.writeHead(204, { 'cache-control': 'no-store' }).end()
    return
  }
  if (wanted !== 'open') {
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    response.end(JSON.stringify(takePong(services, streams, visitor, wanted.pong)))
    return
  }
  // Nothing that happens there is heard here: the browser comes back, and is led there by then.
  if (await services.sandboxes.isElsewhere(visitor)) return streams.comeBack(response)
  const address = clientAddress(request, services.config.limits.trustedProxies)
  const refusal = streams.serve(request, response, visitor, address)
  if (refusal) refuse(request, response, refusal, { requestId, ...services })
}
