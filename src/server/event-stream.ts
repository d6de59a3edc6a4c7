/**
 * What the server says on its own, as Server-Sent Events: one stream for each
 * browser, whatever it shows. Written here and not through Astro, whose
 * writer lets the messages for a reader who does not read pile up.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { StreamEvent } from '#lib/stream-event.ts'
import { Refusal, retryAfter } from '#lib/refusal.ts'
import type { Visitor } from '#sandbox/sandbox.ts'
import type { OpenHouse } from './house.ts'

const HEARTBEAT = 15_000
const MOST_QUEUED_BYTES = 65_536
const RECONNECT_AFTER = 2_000

export class EventStreams {
  readonly #house: OpenHouse
  readonly #open = new Set<() => void>()

  constructor(house: OpenHouse) {
    this.#house = house
  }

  /** Keeps the answer open and writes every event of the visitor to it. */
  serve(request: IncomingMessage, response: ServerResponse, visitor: Visitor): Refusal | null {
    const { events, config } = this.#house
    const { streams, streamsPerVisitor } = config.limits
    if (this.#open.size >= streams || events.count(visitor.id) >= streamsPerVisitor) {
      return new Refusal(429, 'This browser has enough streams open. Close a tab.', retryAfter(10))
    }

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
    const heartbeat = setInterval(() => write(': still here\n\n'), HEARTBEAT)
    const end = () => {
      clearInterval(heartbeat)
      unsubscribe()
      this.#open.delete(close)
    }
    const close = () => {
      end()
      response.end()
    }
    this.#open.add(close)
    response.once('close', end)
    write(`retry: ${RECONNECT_AFTER}\n\n`)
    return null
  }

  closeAll(): void {
    for (const close of this.#open) close()
  }
}
