/**
 * Starts the server. Built into the same bundle as the pages, so that both
 * share one instance of every module.
 */
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import { Refusal } from '#lib/refusal.ts'
import type { VisitorRequest } from '#visit/services.ts'
import { refuse } from './answer.ts'
import { ConfigError, readConfig, type Config } from './config.ts'
import { drainOnSignal } from './drain.ts'
import { errorPages } from './error-page.ts'
import { EventStreams } from './event-stream.ts'
import { createFront, type Behind } from './front.ts'
import { answerHealth } from './health.ts'
import { openServices, type RunningServices } from './services.ts'
import { createLog, type Log } from './log.ts'
import { isOutOfDescriptors, serveStaticFiles } from './static-files.ts'

type AstroHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
  locals: { readonly front: VisitorRequest },
) => Promise<void>

/** Opens the services and listens. Returns when the server answers. */
async function start(): Promise<void> {
  const config = readConfig(process.env)
  const log = createLog(config.logLevel)
  surviveAndSay(log)

  const client = fileURLToPath(new URL('../client', import.meta.url))
  const services = await openServices(config, log, errorPages(`${client}/error.html`))
  const streams = new EventStreams(services)
  const front = createFront(services, streams, await behind(services, client))
  const drain = drainOnSignal(services, streams)

  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 15_000,
      keepAliveTimeout: 5_000,
      connectionsCheckingInterval: 2_000,
      maxHeaderSize: 16_384,
    },
    (request, response) => {
      if (answerHealth(request, response, drain.draining)) return
      void front.handle(request, response)
    },
  )
  server.maxConnections = config.limits.connections
  server.maxHeadersCount = 100
  server.maxRequestsPerSocket = 1_000
  drain.watch(server)
  await listen(server, config)
  process.stdout.write(`Glasshouse is ready at ${config.publicOrigin.origin}\n`)
}

/** Static files first; then the app; then "not found". */
async function behind(services: RunningServices, client: string): Promise<Behind> {
  const serve = serveStaticFiles(client)
  // Beside this file once built. Named at run time, because it is made by the same build.
  const entry = new URL('./entry.mjs', import.meta.url).href
  const { handler } = (await import(/* @vite-ignore */ entry)) as { handler: AstroHandler }

  return (request, response, { front }) => {
    const fail = (status: number, sentence: string) =>
      refuse(request, response, new Refusal(status, sentence), {
        requestId: front.requestId,
        errorPage: services.errorPage,
      })
    const notFound = () => fail(404, 'There is no page at this address.')
    const app = () => void handler(request, response, notFound, { front })

    // Astro answers for images, islands and actions here, and the site has none of them.
    if (/^\/_(?!astro\/)/.test(request.url ?? '')) return notFound()
    if (request.method !== 'GET' && request.method !== 'HEAD') return app()
    const failed = (error: unknown) => {
      if (isOutOfDescriptors(error)) return fail(503, 'This server is busy. Try again in a moment.')
      services.logError(error, front.requestId)
      fail(500, 'Something went wrong on our side.')
    }
    serve(request, response, { next: app, failed, persona: front.persona })
  }
}

function listen(server: ReturnType<typeof createServer>, { host, port }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** The adapter swallows rejections outside of requests; nothing here goes unsaid. */
function surviveAndSay(log: Log): void {
  process.on('unhandledRejection', (reason) => {
    log.error('unhandled rejection', {
      error: reason instanceof Error ? (reason.stack ?? reason.message) : String(reason),
    })
  })
}

/** What went wrong at the start, in one sentence where the operator can do something about it. */
function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.message
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return `Port ${process.env.PORT || 4321} is in use. Stop the other server, or start this one with PORT=4322 npm start.`
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

try {
  await start()
} catch (error) {
  process.stderr.write(`Glasshouse cannot start. ${explain(error)}\n`)
  process.exit(1)
}
