import type { Server } from 'node:http'
import type { EventStreams } from './event-stream.ts'
import type { RunningServices } from './services.ts'

const GRACE = 10_000

interface Drain {
  readonly draining: boolean
  readonly watch: (server: Server) => void
}

/** On SIGTERM or SIGINT: take nothing new, finish what is running, close the databases, leave. */
export function drainOnSignal(services: RunningServices, streams: EventStreams): Drain {
  let server: Server | null = null
  let draining = false

  const drain = async () => {
    if (draining) return
    draining = true
    streams.closeAll()
    const closed = new Promise<void>((resolve) =>
      server ? server.close(() => resolve()) : resolve(),
    )
    server?.closeIdleConnections()
    const grace = setTimeout(() => server?.closeAllConnections(), GRACE)
    await closed
    clearTimeout(grace)
    await services.close()
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      drain().catch((error: unknown) => {
        services.logError(error, 'drain')
        process.exit(1)
      })
    })
  }
  return {
    get draining() {
      return draining
    },
    watch: (watched) => {
      server = watched
    },
  }
}
