/** The connections of a server, and which of them are in the middle of something. In other words: connection draining. */
import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Whoever has connected a moment ago is about to ask. */
const ASKS_WITHIN_MILLISECONDS = 2_000

/** So many turns of the event loop without anybody new: nobody is waiting. */
const CALM_TURNS = 3
/** More than the system's queue holds. */
const MOST_TURNS = 5_000

interface Connection {
  readonly answers: Set<ServerResponse>
  readonly since: number
  /** How much had been read when its last answer was out: more than that is the next request, on its way. */
  read: number
}

export class OpenConnections {
  readonly #open = new Map<Socket, Connection>()
  #isLast = false
  #letIn = 0

  watch(server: Server): void {
    server.on('connection', (socket) => {
      this.#letIn += 1
      this.#open.set(socket, { answers: new Set(), since: performance.now(), read: 0 })
      socket.once('close', () => this.#open.delete(socket))
    })
  }

  get size(): number {
    return this.#open.size
  }

  /**
   * Waits until nobody is left at the door. Who has connected waits in the system's
   * queue, from which one is let in each turn, and a socket that stops listening
   * resets whoever is still in it. Nobody may be answered meanwhile who would connect again.
   */
  async emptyQueue(): Promise<void> {
    let calm = 0
    for (let turn = 0; calm < CALM_TURNS && turn < MOST_TURNS; turn += 1) {
      const before = this.#letIn
      await new Promise((resolve) => setImmediate(resolve))
      calm = this.#letIn === before ? calm + 1 : 0
    }
  }

  /** Call with each answer, before anything of it is written. */
  answering(response: ServerResponse): void {
    // The second of two that were asked for at once has no socket of its own yet.
    const { socket } = response.req
    const connection = this.#open.get(socket)
    // A request from inside has no connection.
    if (!connection) return
    connection.answers.add(response)
    if (this.#isLast) sayClose(response)
    response.once('close', () => {
      connection.answers.delete(response)
      connection.read = socket.bytesRead
      if (this.#isLast) this.#endIfIdle(socket, connection)
    })
  }

  /** From now on every answer is the last of its connection, and says so. */
  sayClose(): void {
    this.#isLast = true
    for (const { answers } of this.#open.values()) answers.forEach(sayClose)
  }

  /**
   * Ends those on which nothing is under way. Node's own `closeIdleConnections` counts an answer as done
   * that waits in a buffer for its reader, and cuts it.
   */
  endIdle(): void {
    for (const [socket, connection] of this.#open) this.#endIfIdle(socket, connection)
  }

  /** Ends them all, and says how many answers that cut. */
  cut(): number {
    let answers = 0
    for (const [socket, connection] of this.#open) {
      answers += connection.answers.size
      socket.destroy()
    }
    return answers
  }

  #endIfIdle(socket: Socket, { answers, read, since }: Connection): void {
    if (answers.size > 0 || socket.bytesRead !== read) return
    const isNew = read === 0 && performance.now() - since < ASKS_WITHIN_MILLISECONDS
    if (!isNew) socket.destroySoon()
  }
}

/** Where its head is out already, the connection ends with it all the same. */
function sayClose(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close')
}
