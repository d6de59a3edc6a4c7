/** Many connections at once, which no client library opens by itself. */
import { Agent, request as httpRequest } from 'node:http'
import { connect, type Socket } from 'node:net'

export interface Asked {
  /** `0` for a connection that ended without an answer. */
  readonly status: number
  readonly milliseconds: number
}

interface Ask {
  readonly origin: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly method?: 'GET' | 'POST'
  readonly body?: string
  /** Milliseconds before the next; at once, unless it is said. */
  readonly pause?: number
  /** The address that is asked from: all of 127.0.0.0/8 are this machine, where the system is Linux. */
  readonly from?: string
}

/** Asks once, by a connection of this agent, or by one of its own. */
export function askOnce(
  { origin, path, headers = {}, method = 'GET', body = '', from }: Ask,
  agent: Agent | false = false,
): Promise<Asked> {
  const { port, host } = new URL(origin)
  const began = performance.now()
  return new Promise((resolve) => {
    const done = (status: number) => resolve({ status, milliseconds: performance.now() - began })
    const sent = httpRequest(
      {
        ...{ host: '127.0.0.1', port, path, method, agent },
        ...(from !== undefined && { localAddress: from }),
        headers: { host, 'content-length': String(Buffer.byteLength(body)), ...headers },
      },
      (answer) => {
        answer.resume()
        answer.on('end', () => done(answer.statusCode ?? 0))
        answer.on('error', () => done(0))
      },
    )
    sent.on('error', () => done(0))
    sent.end(body)
  })
}

export interface Flood {
  /** What was answered so far, by its status. */
  readonly counts: Readonly<Record<number, number>>
  readonly stop: () => Promise<void>
}

/** So many connections that ask again as soon as they are answered, until they are stopped. */
export function flood(connections: number, ask: Ask): Flood {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const counts: Record<number, number> = {}
  let isOver = false
  const one = async () => {
    while (!isOver) {
      const { status } = await askOnce(ask, agent)
      counts[status] = (counts[status] ?? 0) + 1
      // Nobody is there: to ask at once again would keep this process from everything else.
      const pause = ask.pause ?? (status === 0 ? 20 : 0)
      if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
  const all = Promise.all(Array.from({ length: connections }, one))
  return {
    counts,
    stop: async () => {
      isOver = true
      await all
      agent.destroy()
    },
  }
}

/** Connections that send this text, and read nothing of what comes. */
export async function openSockets(
  count: number,
  { origin, text = '', from }: { origin: string; text?: string; from?: string },
): Promise<{ readonly open: () => number; readonly close: () => void }> {
  const { port } = new URL(origin)
  const sockets: Socket[] = []
  const opening = Array.from(
    { length: count },
    () =>
      new Promise<void>((resolve) => {
        const socket = connect({
          ...{ host: '127.0.0.1', port: Number(port) },
          ...(from !== undefined && { localAddress: from }),
        })
        sockets.push(socket)
        // Without a listener for what comes, nothing is read.
        socket.on('error', () => resolve())
        socket.on('connect', () => {
          if (text !== '') socket.write(text)
          resolve()
        })
      }),
  )
  await Promise.all(opening)
  return {
    open: () =>
      sockets.filter(({ destroyed, readyState }) => !destroyed && readyState === 'open').length,
    close: () => sockets.forEach((socket) => socket.destroy()),
  }
}

/** The smallest value that this share of them does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
}
