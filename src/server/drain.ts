import type { Server } from 'node:http'
import type { EventStreams } from './event-stream.ts'
import { textOf } from './log.ts'
import type { RunningServices } from './services.ts'

const GRACE = 10_000
const FAULT = 1

interface Drain {
  readonly draining: boolean
  readonly watch: (server: Server) => void
}

/**
 * On SIGTERM or SIGINT: take nothing new, finish what is running, close the
 * databases, leave. The same after an exception that nobody caught, for then
 * nobody knows what holds any more: it is logged, and the exit code tells
 * whoever starts servers to start another.
 */
export function drainAtTheEnd(services: RunningServices, streams: EventStreams): Drain {
  let server: Server | null = null
  let draining = false

  const drain = async () => {
    streams.closeAll()
    const closed = new Promise<void>((resolve) =>
      server ? server.close(() => resolve()) : resolve(),
    )
    server?.closeIdleConnections()
    const grace = setTimeout(() => server?.closeAllConnections(), GRACE)
    await closed
    clearTimeout(grace)
    await services.close()
  }
  const leave = async (exitCode: number) => {
    draining = true
    try {
      await drain()
    } catch (error) {
      services.logError(error, 'drain')
      process.exit(FAULT)
    }
    process.exit(exitCode)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (!draining) void leave(0)
    })
  process.on('uncaughtException', (error) => {
    services.log.error('uncaught exception', { error: textOf(error) })
    // The second one says that not even leaving works.
    if (draining) process.exit(FAULT)
    void leave(FAULT)
  })
  return {
    get draining() {
      return draining
    },
    watch: (watched) => {
      server = watched
    },
  }
}
