/** The same front before `astro dev`, loaded through Vite so that it shares its modules with the pages. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { answerCodeFrame } from './code-frame.ts'
import { readConfig } from './config.ts'
import { errorPages } from './error-page.ts'
import { EventStreams } from './event-stream.ts'
import { createFront, type Behind } from './front.ts'
import { answerHealth } from './health.ts'
import { createLog } from './log.ts'
import { securityHeaders } from './security-headers.ts'
import { openServices } from './services.ts'

type Next = (error?: unknown) => void

interface DevFront {
  /** Where it answers. */
  readonly origin: string
  readonly handle: (request: IncomingMessage, response: ServerResponse, next: Next) => void
  readonly close: () => Promise<void>
}

/** Where Astro's development server looks for what an adapter would pass on. */
const LOCALS = Symbol.for('astro.locals')
/** What Vite and Astro serve to the page for hot reload; it is not part of the site. */
const TOOLING = /^\/(?:@|node_modules\/|src\/|content\/|\.astro\/|__)/

export async function createDevFront(port: number): Promise<DevFront> {
  const config = readConfig({ ...process.env, PORT: String(port) })
  const log = createLog(config.logLevel, { isTerminal: process.stdout.isTTY })
  const services = await openServices(config, log, errorPages(null))
  await services.tested
  const headersOf = securityHeaders(config.publicOrigin)
  const nexts = new WeakMap<IncomingMessage, Next>()
  const behind: Behind = (request, _response, locals) => {
    Reflect.set(request, LOCALS, locals)
    replay(request, locals.front.body?.text ?? '')
    nexts.get(request)?.()
  }
  const streams = new EventStreams(services)
  const front = createFront(services, streams, behind)

  const handle: DevFront['handle'] = (request, response, next) => {
    if (TOOLING.test(request.url ?? '')) return next()
    for (const [name, value] of Object.entries(headersOf(request.url)))
      response.setHeader(name, value)
    if (answerHealth(request, response, () => null) || answerCodeFrame(request, response)) return
    nexts.set(request, next)
    void front.handle(request, response)
  }
  // Behind it stands what Vite brings along, which knows requests from a socket alone.
  services.inside.connect((request) => fetch(request))
  const close = async () => {
    streams.closeAll()
    await services.close()
  }
  return { origin: config.publicOrigin.origin, handle, close }
}

/** The front has read the body; Astro's development server waits for it again. */
function replay(request: IncomingMessage, text: string): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const again = Readable.from([Buffer.from(text)])
  request.on = request.addListener = again.on.bind(again) as unknown as IncomingMessage['on']
}
