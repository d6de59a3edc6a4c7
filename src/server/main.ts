/**
 * Starts the server. Built into the same bundle as the pages, so that both
 * share one instance of every module.
 */
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import { listLessons } from '#course/course.ts'
import { SECOND } from '#lib/duration.ts'
import { brokeHere, noSuchPage, Refusal, tryLater } from '#lib/refusal.ts'
import { isOutOfDescriptors } from '#sandbox/sandbox.ts'
import type { VisitorRequest } from '#visit/services.ts'
import { sayAlive } from './alive.ts'
import { refuse } from './answer.ts'
import { answerCodeFrame } from './code-frame.ts'
import { answerClientErrors } from './client-error.ts'
import { compressAnswer } from './compress-answers.ts'
import { ConfigError, readConfig } from './config.ts'
import { counters } from './counters.ts'
import { drainAtTheEnd } from './drain.ts'
import { errorPages } from './error-page.ts'
import { EventStreams } from './event-stream.ts'
import { createFront, type Behind } from './front.ts'
import { goneAt } from './gone.ts'
import { answerHealth, readiness } from './health.ts'
import { growHeapSlowly } from './heap-growth.ts'
import { keepBuild } from './kept-build.ts'
import { lessonAt, notOpenYet } from './lessons-that-open.ts'
import { asksOwnSource } from './own-source.ts'
import { listen } from './listen.ts'
import { createLog, textOf, type Log } from './log.ts'
import { logOutput } from './log-output.ts'
import { securityHeaders } from './security-headers.ts'
import { openServices, type RunningServices } from './services.ts'
import { sendInside } from './send-inside.ts'
import { Sockets } from './sockets.ts'
import { serveStaticFiles } from './static-files.ts'
import { teacherAmong } from './teacher-among.ts'
import { welcome } from './welcome.ts'

type AstroHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
  locals: { readonly front: VisitorRequest },
) => Promise<void>

const LEFT_OUT_EVERY = 10 * SECOND
/** Each part of the front that waits for the end of an answer listens for it. Node takes more than ten for a leak. */
const MOST_LISTENERS = 20

/** Opens the services and listens. Returns when the server answers. */
async function start(): Promise<void> {
  growHeapSlowly()
  const config = readConfig(process.env)
  const isTerminal = process.stdout.isTTY
  const log = createLog(config.logLevel, { write: logOutput(), isTerminal })
  surviveAndSay(log)
  keepBuild(fileURLToPath(new URL('..', import.meta.url)))

  const client = fileURLToPath(new URL('../client', import.meta.url))
  const services = await openServices(config, log, errorPages(`${client}/error.html`))
  const streams = new EventStreams(services)
  const front = createFront(services, streams, await behind(services, client))
  const drain = drainAtTheEnd(services, streams)
  const notReady = readiness(drain, services.disk)
  const headersOf = securityHeaders(config.publicOrigin)
  const clientErrors = answerClientErrors(headersOf())

  const handle = (request: IncomingMessage, response: ServerResponse) => {
    response.setMaxListeners(MOST_LISTENERS)
    clientErrors.answering(response)
    drain.connections.answering(response)
    for (const [name, value] of Object.entries(headersOf(request.url)))
      response.setHeader(name, value)
    drain.inTurn(() => {
      if (answerHealth(request, response, notReady)) return
      if (answerCodeFrame(request, response)) return
      void front.handle(request, response)
    })
  }
  services.inside.connect(sendInside(handle))
  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 15_000,
      keepAliveTimeout: 5_000,
      connectionsCheckingInterval: 2_000,
      maxHeaderSize: 16_384,
      // The front looks at it, and answers with a page where Node's answer is bare.
      requireHostHeader: false,
    },
    handle,
  )
  server.on('clientError', clientErrors.answer)
  // Expectations that nobody knows are no reason to refuse.
  server.on('checkExpectation', handle)
  new Sockets(config.limits).watch(server)
  server.maxHeadersCount = 100
  server.maxRequestsPerSocket = 1_000
  drain.watch(server)
  if (config.metricsPort !== null) {
    const { serveMetrics } = await import('./metrics.ts')
    await serveMetrics(config.metricsPort, counters)
  }
  await services.tested
  await listen(server, config)
  // Whoever keeps it running starts it again from now on.
  process.send?.('ready')
  sayAlive()
  // On a terminal the welcome says it.
  if (!isTerminal) log.info('sqlite', services.sqlite)
  const firstLesson = listLessons()[0]?.href ?? null
  process.stdout.write(welcome({ ...services, firstLesson, isTerminal }))
}

/** Static files first; then the app; then "not found". */
async function behind(services: RunningServices, client: string): Promise<Behind> {
  const isTeacher = teacherAmong(services)
  const answersOpen = (path: string) => lessonAt(path)?.answersOpen ?? null
  const ownSource = asksOwnSource(services)
  const serve = serveStaticFiles(client, { isTeacher, answersOpen })
  // Beside this file once built. Named at run time, because it is made by the same build.
  const entry = new URL('./entry.mjs', import.meta.url).href
  const { handler } = (await import(/* @vite-ignore */ entry)) as { handler: AstroHandler }

  return (request, response, { front }) => {
    const fail = (refusal: Refusal) =>
      refuse(request, response, refusal, { requestId: front.requestId, ...services })
    const notFound = () => fail(goneAt(request.url ?? '') ?? noSuchPage())
    const app = () => {
      if (!services.memory.isShort)
        return compressAnswer(
          request,
          response,
          () => void handler(request, response, notFound, { front }),
        )
      counters.count('glasshouse_refused_total', { reason: 'memory' })
      fail(tryLater(503, 'This server is short of memory.', 2))
    }

    // Astro answers for images, islands and actions here, and the site has none of them; and it has a
    // page of its own for what is not there.
    if (/^\/(?:_(?!astro\/)|(?:404|500)(?:\?|$))/.test(request.url ?? '')) return notFound()
    if (request.method !== 'GET' && request.method !== 'HEAD') return app()
    const closed = isTeacher(request) ? null : notOpenYet(request.url ?? '')
    if (closed) return fail(new Refusal(403, closed))
    const failed = (error: unknown) => {
      if (isOutOfDescriptors(error)) return fail(tryLater(503, 'This server is busy.', 1))
      services.logError(error, front.requestId)
      fail(brokeHere())
    }
    const file = () => serve(request, response, { next: app, failed, persona: front.persona })
    const isOwn = ownSource(request)
    if (isOwn === false) return file()
    const own = () => {
      request.url = `/sandbox${request.url ?? ''}`
      app()
    }
    isOwn.then((is) => (is ? own() : file()), failed)
  }
}

/** The adapter swallows rejections outside of requests; nothing here goes unsaid. */
function surviveAndSay(log: Log): void {
  process.on('unhandledRejection', (reason) => {
    counters.count('glasshouse_uncaught_total', { kind: 'rejection' })
    log.error('unhandled rejection', { error: textOf(reason) })
  })
  setInterval(log.sayLeftOut, LEFT_OUT_EVERY).unref()
  // Whoever read the log may leave; readers of the course stay.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
}

try {
  await start()
} catch (error) {
  // One sentence where the operator can do something about it.
  const why = error instanceof ConfigError ? error.message : textOf(error)
  process.stderr.write(`Glasshouse cannot start. ${why}\n`)
  process.exit(1)
}
