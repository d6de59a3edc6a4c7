/**
 * What the server says on its own, as Server-Sent Events: one stream for each
 * browser, whatever it shows. Written here and not through Astro, whose
 * writer lets the messages for a reader who does not read pile up.
 */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { StreamEvent } from '#trace/stream-event.ts'
import { Refusal, retryAfter } from '#lib/refusal.ts'
import type { Visitor } from '#sandbox/sandbox.ts'
import type { RunningServices } from './services.ts'

const HEARTBEAT = 15_000
/** A connection that was cut without a word looks open for hours. One that answers nothing is let go. */
const MOST_UNANSWERED = 3
const MOST_QUEUED_BYTES = 65_536
const RECONNECT_AFTER = 2_000

interface OpenStream {
  readonly visitor: Visitor
  readonly clientAddress: string
  readonly close: () => void
  unanswered: number
}

export class EventStreams {
  readonly #services: RunningServices
  readonly #open = new Map<string, OpenStream>()

  constructor(services: RunningServices) {
    this.#services = services
  }

  /** Keeps the answer open and writes every event of the visitor to it. */
  serve(
    request: IncomingMessage,
    response: ServerResponse,
    visitor: Visitor,
    clientAddress: string,
  ): Refusal | null {
    const { events } = this.#services
    if (!this.#hasRoomFor(visitor, clientAddress))
      return new Refusal(429, 'This browser has enough streams open. Close a tab.', retryAfter(10))

    // Who has left already never leaves again, and would keep the place for good.
    if (response.destroyed) return null
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    const write = (text: string) => {
      response.write(text)
      // A reader who has stopped reading is let go, and may come again.
      if (response.writableLength > MOST_QUEUED_BYTES) request.destroy()
    }
    let id = 0
    const send = (event: StreamEvent) =>
      write(`id: ${(id += 1)}\ndata: ${JSON.stringify(event)}\n\n`)
    const unsubscribe = events.subscribe(visitor.id, send)

    const name = randomBytes(9).toString('base64url')
    const data = { channel: 'stream', type: 'ping', persona: null, data: { stream: name } } as const
    const ping = () => {
      if (open.unanswered >= MOST_UNANSWERED) return void request.destroy()
      open.unanswered += 1
      write(`data: ${JSON.stringify(data satisfies StreamEvent)}\n\n`)
    }
    const heartbeat = setInterval(ping, HEARTBEAT)
    const end = () => {
      clearInterval(heartbeat)
      unsubscribe()
      this.#open.delete(name)
    }
    const close = () => {
      end()
      response.end()
    }
    const open: OpenStream = { visitor, clientAddress, close, unanswered: 0 }
    this.#open.set(name, open)
    response.once('close', end)
    write(`retry: ${RECONNECT_AFTER}\n\n`)
    // Whoever comes back says at once what they have, and hears what they missed.
    ping()
    return null
  }

  /** The reader of this visitor's stream is there. */
  heard(visitor: Visitor, name: string): void {
    const open = this.#open.get(name)
    if (open?.visitor.id === visitor.id) open.unanswered = 0
  }

  closeAll(): void {
    for (const { close } of this.#open.values()) close()
  }

  #hasRoomFor(visitor: Visitor, clientAddress: string): boolean {
    const { streams, streamsPerVisitor, streamsPerAddress } = this.#services.config.limits
    if (this.#open.size >= streams) return false
    const open = [...this.#open.values()]
    const ofVisitor = open.filter((each) => each.visitor.id === visitor.id).length
    const ofAddress = open.filter((each) => each.clientAddress === clientAddress).length
    return ofVisitor < streamsPerVisitor && ofAddress < streamsPerAddress
  }
}
