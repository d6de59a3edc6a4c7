import { Server } from 'node:net'
import { SECOND } from '#lib/duration.ts'
import type { Config } from './config.ts'
import { counters } from './counters.ts'
import type { EventStreams } from './event-stream.ts'
import { textOf } from './log.ts'
import { OpenConnections } from './open-connections.ts'
import type { RunningServices } from './services.ts'

/** For how long answers say that they are the last, while new connections are still taken. */
const SAYING_CLOSE = SECOND
/** For how long what runs may go on running. */
const GRACE = 10 * SECOND
/** Databases are closed within this, or left as they are: each is whole whenever its process ends. */
const CLOSED_WITHIN = 5 * SECOND
const LOOK_AGAIN = 100
const FAULT = 1

type Draining = Pick<RunningServices, 'log' | 'logError' | 'close'> & {
  readonly config: Pick<Config, 'drainNoticeSeconds'>
}

interface Drain {
  /** Whether it has begun: whoever sends requests here is to send them elsewhere. */
  readonly draining: boolean
  readonly connections: OpenConnections
  /** Answers a request now; while the door is being shut, once it is. */
  readonly inTurn: (answer: () => void) => void
  readonly watch: (server: HttpServer) => void
}

type HttpServer = Parameters<OpenConnections['watch']>[0]

/**
 * On SIGTERM: say for some seconds at `/readyz` that others are to be asked, and answer everything; then
 * say with each answer that it is the last of its connection; then take nothing new, finish what runs, close
 * the databases, leave. On SIGINT, and after a second SIGTERM, without the first of it: somebody waits for it.
 *
 * The same after an exception that nobody caught, for then nobody knows what holds any more: it is logged, and
 * the exit code tells whoever starts servers to start another.
 */
export function drainAtTheEnd(services: Draining, streams: Pick<EventStreams, 'closeAll'>): Drain {
  const { log, config } = services
  const connections = new OpenConnections()
  let server: HttpServer | null = null
  let draining = false
  let hurry = () => {}
  let heldBack: (() => void)[] | null = null

  const leave = async (exitCode: number, noticeSeconds: number) => {
    draining = true
    const hurried = new Promise<void>((resolve) => (hurry = resolve))
    log.event('draining', { noticeSeconds, connections: connections.size })
    try {
      if (noticeSeconds > 0) await Promise.race([after(noticeSeconds * SECOND), hurried])
      connections.sayClose()
      if (noticeSeconds > 0) await after(SAYING_CLOSE)
      heldBack = []
      await connections.emptyQueue()
      const finished = server ? finish(server, connections, streams) : 0
      for (const answer of heldBack.splice(0)) answer()
      heldBack = null
      const cut = await finished
      if (cut > 0) log.error('answers cut', { answers: cut, afterSeconds: GRACE / SECOND })
      await within(CLOSED_WITHIN, services.close())
    } catch (error) {
      services.logError(error, 'drain')
      process.exit(FAULT)
    }
    process.exit(exitCode)
  }
  const begin = (noticeSeconds: number) => {
    if (draining) hurry()
    else void leave(0, noticeSeconds)
  }
  process.on('SIGTERM', () => begin(config.drainNoticeSeconds))
  process.on('SIGINT', () => begin(0))
  // Whoever started it is gone, and nobody else would end it.
  process.on('disconnect', () => begin(0))
  process.channel?.unref()
  process.on('uncaughtException', (error) => {
    counters.count('glasshouse_uncaught_total', { kind: 'exception' })
    log.error('uncaught exception', { error: textOf(error) })
    // The second one says that not even leaving works.
    if (draining) process.exit(FAULT)
    void leave(FAULT, 0)
  })
  return {
    get draining() {
      return draining
    },
    connections,
    inTurn: (answer) => {
      if (heldBack) heldBack.push(answer)
      else answer()
    },
    watch: (watched) => {
      server = watched
      connections.watch(watched)
    },
  }
}

/** Nobody is let in any more. Answers how many answers were cut, because they took too long. */
async function finish(
  server: HttpServer,
  connections: OpenConnections,
  streams: Pick<EventStreams, 'closeAll'>,
): Promise<number> {
  const closed = new Promise<void>((resolve) => {
    // Not the one of `node:http`, which begins by closing what it takes for idle.
    Server.prototype.close.call(server, () => resolve())
  })
  streams.closeAll()
  connections.endIdle()
  const looking = setInterval(() => connections.endIdle(), LOOK_AGAIN)
  let cut = 0
  const grace = setTimeout(() => (cut = connections.cut()), GRACE)
  await closed
  clearInterval(looking)
  clearTimeout(grace)
  return cut
}

const after = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

async function within(milliseconds: number, done: Promise<void>): Promise<void> {
  const late = after(milliseconds).then(() => {
    throw new Error(`The databases were not closed within ${milliseconds / SECOND} s.`)
  })
  await Promise.race([done, late])
}
