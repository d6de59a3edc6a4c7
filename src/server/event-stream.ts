/**
 * What the server says on its own, as Server-Sent Events: one stream for each
 * browser, whatever it shows. Written here and not through Astro, whose
 * writer lets the messages for a reader who does not read pile up.
 */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { StreamEvent } from '#trace/stream-event.ts'
import { Refusal, tryLater } from '#lib/refusal.ts'
import { roomFor } from '#lib/shares.ts'
import type { Visitor } from '#sandbox/sandbox.ts'
import { counters } from './counters.ts'
import type { RunningServices } from './services.ts'

const HEARTBEAT = 15_000
/** A connection that was cut without a word looks open for hours. One that answers nothing is let go. */
const MOST_UNANSWERED = 3
const MOST_QUEUED_BYTES = 65_536
const RECONNECT_AFTER = 2_000
const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
}

/** Who reads a stream. */
interface StreamReader {
  readonly visitor: Visitor
  readonly clientAddress: string
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
    const full = this.#makeRoomFor(visitor, clientAddress)
    if (full) return full

    // Who has left already never leaves again, and would keep the place for good.
    if (response.destroyed) return null
    const stream = new OpenStream(request, response, { visitor, clientAddress })
    const unsubscribe = this.#services.events.subscribe(visitor.id, (event) => stream.send(event))
    this.#open.set(stream.name, stream)
    stream.begin(() => {
      unsubscribe()
      this.#open.delete(stream.name)
    })
    return null
  }

  /** Ends the answer at once: an `EventSource` asks again by itself. */
  comeBack(response: ServerResponse): void {
    response.writeHead(200, HEADERS)
    response.end(`retry: ${RECONNECT_AFTER}\n\n`)
  }

  /** The reader of this visitor's stream is there. */
  heard(visitor: Visitor, name: string): void {
    const open = this.#open.get(name)
    if (open?.reader.visitor.id === visitor.id) open.heard()
  }

  closeAll(): void {
    for (const stream of this.#open.values()) stream.close()
  }

  /** Whoever has more than the newcomer would gives one up: its browser comes back, and is counted again. */
  #makeRoomFor(visitor: Visitor, clientAddress: string): Refusal | null {
    const { streams, streamsPerVisitor, streamsPerAddress } = this.#services.config.limits
    const held = [...this.#open.values()].map((stream) => ({ stream, ...holderOf(stream.reader) }))
    const room = roomFor(holderOf({ visitor, clientAddress }), held, {
      ...{ visitor: streamsPerVisitor, address: streamsPerAddress, house: streams },
    })
    if ('full' in room) {
      counters.count('glasshouse_refused_total', { reason: `streams-${room.full}` })
      return tryLater(room.full === 'house' ? 503 : 429, FULL[room.full], 10)
    }
    room.instead?.stream.close()
    return null
  }
}

const holderOf = ({ visitor, clientAddress: address }: StreamReader) => ({
  visitor: String(visitor.id),
  address,
})

const FULL = {
  visitor: 'This browser has enough streams open: close a tab.',
  address: 'As many streams are open as your address has.',
  house: 'As many streams are open as this house keeps.',
} as const

/** One answer that is kept open. */
class OpenStream {
  readonly name = randomBytes(9).toString('base64url')
  readonly reader: StreamReader
  readonly #request: IncomingMessage
  readonly #response: ServerResponse
  #sent = 0
  #unanswered = 0
  #end = () => {}

  constructor(request: IncomingMessage, response: ServerResponse, reader: StreamReader) {
    this.#request = request
    this.#response = response
    this.reader = reader
  }

  /** Writes what comes first, and pings from then on. `leave` is called when it ends, by either side. */
  begin(leave: () => void): void {
    this.#response.writeHead(200, HEADERS)
    const heartbeat = setInterval(() => this.#ping(), HEARTBEAT)
    this.#end = () => {
      clearInterval(heartbeat)
      leave()
    }
    this.#response.once('close', this.#end)
    this.#write(`retry: ${RECONNECT_AFTER}\n\n`)
    // Whoever comes back says at once what they have, and hears what they missed.
    this.#ping()
  }

  send(event: StreamEvent): void {
    this.#write(`id: ${(this.#sent += 1)}\ndata: ${JSON.stringify(event)}\n\n`)
  }

  heard(): void {
    this.#unanswered = 0
  }

  close(): void {
    this.#end()
    this.#response.end()
  }

  #ping(): void {
    if (this.#unanswered >= MOST_UNANSWERED) return void this.#request.destroy()
    this.#unanswered += 1
    const data = { stream: this.name }
    const ping: StreamEvent = { channel: 'stream', type: 'ping', persona: null, data }
    this.#write(`data: ${JSON.stringify(ping)}\n\n`)
  }

  #write(text: string): void {
    this.#response.write(text)
    // A reader who has stopped reading is let go, and may come again.
    if (this.#response.writableLength > MOST_QUEUED_BYTES) this.#request.destroy()
  }
}
