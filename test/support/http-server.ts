import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { test as base } from 'vitest'

type Handle = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

/** A real server on a port of its own, and sockets to it that write what no client library would. */
export class HttpServer {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #failures: unknown[] = []
  #handle: Handle = (_request, response) => void response.end()

  constructor() {
    this.#server = createServer((request, response) => {
      Promise.resolve(this.#handle(request, response)).catch((error: unknown) => {
        this.#failures.push(error)
        response.destroy()
      })
    })
  }

  /** Answers with `handle`, and returns the address to ask. */
  async answer(handle: Handle): Promise<string> {
    this.#handle = handle
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return `http://127.0.0.1:${this.port}`
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** What handlers threw. */
  get failures(): readonly unknown[] {
    return this.#failures
  }

  /** Writes bytes as they are. */
  async send(...chunks: readonly (string | Buffer)[]): Promise<Socket> {
    const socket = connect(this.port, '127.0.0.1')
    socket.on('error', () => undefined)
    this.#sockets.add(socket)
    await once(socket, 'connect')
    for (const chunk of chunks) socket.write(chunk)
    return socket
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.closeAllConnections()
    if (!this.#server.listening) return
    this.#server.close()
    await once(this.#server, 'close')
  }
}

/** All that the other end writes until it ends the connection. */
export async function readAll(socket: Socket): Promise<string> {
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  // Not events.once: a reset by the other end is an end as well.
  if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve))
  return Buffer.concat(chunks).toString()
}

export const test = base.extend<{ readonly server: HttpServer }>({
  server: async ({}, use) => {
    const server = new HttpServer()
    await use(server)
    await server.close()
  },
})
