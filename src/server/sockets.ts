/**
 * Connections, before anything is read from them. There are only so many; each
 * address has a share of them, and where none is left whoever holds most gives
 * up one that does nothing. What is written has a clock, so that nobody keeps
 * one by not reading. In other words: connection limits, a write timeout.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { SECOND } from '#lib/duration.ts'
import { canonicalAddress } from './client-address.ts'
import { counters } from './counters.ts'

export interface SocketLimits {
  readonly connections: number
  readonly connectionsPerAddress: number
  readonly trustedProxies: number
}

/** Whoever takes less than this of what waits for them, for so long, is let go. */
const LEAST_READ = 4_096
const MOST_STILL = 20 * SECOND
const LOOK_EVERY = 2 * SECOND
/** Behind a proxy all come from one address, which counts for nobody. */
const PROXY = 'proxy'

interface Held {
  readonly socket: Socket
  readonly address: string
  /** Answers that are not written yet. */
  answering: number
  /** The newest request. */
  asked: IncomingMessage | null
  /** What the other end had taken when it was last seen to read, and when that was. */
  seen: { readonly sent: number; readonly at: number } | null
}

/** The connections of a server: counted, shared, and let go. */
export class Sockets {
  readonly #limits: SocketLimits
  readonly #held = new Map<Socket, Held>()
  readonly #ofAddress = new Map<string, Set<Held>>()

  constructor(limits: SocketLimits) {
    this.#limits = limits
  }

  /** How many are open. */
  get size(): number {
    return this.#held.size
  }

  /** Takes over whom a server accepts. */
  watch(server: Server): void {
    counters.gauge('glasshouse_connections', () => this.size)
    server.on('connection', (socket) => this.#accept(socket))
    const asked = (request: IncomingMessage, response: ServerResponse) =>
      this.#asked(request, response)
    server.on('request', asked)
    server.on('checkExpectation', asked)
    const looking = setInterval(() => this.look(performance.now()), LOOK_EVERY).unref()
    server.once('close', () => clearInterval(looking))
  }

  /** Lets those go who have what waits for them not read. Returns how many. */
  look(now: number): number {
    let gone = 0
    for (const held of this.#held.values()) {
      if (!isStill(held, now)) continue
      held.socket.destroy()
      counters.count('glasshouse_refused_total', { reason: 'slow-reader' })
      gone += 1
    }
    return gone
  }

  #accept(socket: Socket): void {
    const { trustedProxies } = this.#limits
    const address = trustedProxies > 0 ? PROXY : canonicalAddress(socket.remoteAddress ?? '')
    const full = this.#makeRoomFor(address)
    if (full) return turnAway(socket, full)
    const held: Held = { socket, address, answering: 0, asked: null, seen: null }
    this.#held.set(socket, held)
    const own = this.#ofAddress.get(address) ?? new Set<Held>()
    this.#ofAddress.set(address, own.add(held))
    socket.once('close', () => this.#forget(held))
  }

  #makeRoomFor(address: string): Full | null {
    const { connections, connectionsPerAddress, trustedProxies } = this.#limits
    const own = this.#ofAddress.get(address) ?? new Set<Held>()
    if (trustedProxies === 0 && own.size >= Math.min(connectionsPerAddress, connections))
      return this.#letGo([own]) ? null : 'connections-address'
    if (this.#held.size < connections) return null
    // Whoever holds most gives one up first, and nobody to who would then have as many.
    const others = [...this.#ofAddress.values()].filter((held) => held.size > own.size + 1)
    const most = others.toSorted((a, b) => b.size - a.size)
    return this.#letGo([...most, own]) ? null : 'connections'
  }

  /** Of the first of them who can spare one: it has done nothing for longest, or waits for the other end. */
  #letGo(holders: readonly ReadonlySet<Held>[]): boolean {
    const now = performance.now()
    const spare = [
      ({ answering }: Held) => answering === 0,
      ({ asked }: Held) => asked !== null && !asked.complete,
      ({ seen }: Held) => seen !== null && now - seen.at >= LOOK_EVERY,
    ]
    for (const is of spare)
      for (const held of holders) {
        const found = first(held, is)
        if (!found) continue
        this.#forget(found)
        found.socket.destroy()
        counters.count('glasshouse_refused_total', { reason: 'connection-idle' })
        return true
      }
    return false
  }

  #asked(request: IncomingMessage, response: ServerResponse): void {
    const held = this.#held.get(request.socket)
    if (!held) return
    held.answering += 1
    held.asked = request
    response.once('close', () => {
      held.answering -= 1
      // The one that was used last is the last to be given up.
      const own = this.#ofAddress.get(held.address)
      if (own?.delete(held)) own.add(held)
    })
  }

  #forget(held: Held): void {
    this.#held.delete(held.socket)
    const own = this.#ofAddress.get(held.address)
    own?.delete(held)
    if (own?.size === 0) this.#ofAddress.delete(held.address)
  }
}

function first(of: ReadonlySet<Held>, is: (held: Held) => boolean): Held | null {
  for (const held of of) if (is(held)) return held
  return null
}

function isStill(held: Held, now: number): boolean {
  if (held.socket.writableLength === 0) {
    held.seen = null
    return false
  }
  const sent = sentOver(held.socket)
  if (held.seen === null || sent - held.seen.sent >= LEAST_READ) {
    held.seen = { sent, at: now }
    return false
  }
  return now - held.seen.at > MOST_STILL
}

/**
 * Bytes that the system has taken over from us. Node counts a piece as sent
 * when all of it is, which for a large one over a slow line may take minutes:
 * its handle knows how much of it still waits.
 */
function sentOver(socket: Socket): number {
  const { _handle, bytesWritten, writableLength } = socket as Socket & {
    readonly _handle?: { readonly bytesWritten?: number; readonly writeQueueSize?: number } | null
  }
  if (_handle?.bytesWritten === undefined || _handle.writeQueueSize === undefined)
    return bytesWritten - writableLength
  return _handle.bytesWritten - _handle.writeQueueSize
}

type Full = 'connections-address' | 'connections'

const ANSWERS: Readonly<Record<Full, string>> = {
  'connections-address': answer('429 Too Many Requests', 'Too many connections from your address.'),
  connections: answer('503 Service Unavailable', 'Too many connections.'),
}

/** No request was read: what is answered is as short as it can be. */
function turnAway(socket: Socket, full: Full): void {
  counters.count('glasshouse_refused_total', { reason: full })
  socket.on('error', () => undefined)
  socket.pause()
  socket.end(ANSWERS[full])
  socket.destroySoon()
}

function answer(status: string, sentence: string): string {
  const body = `${sentence} Try again in a moment.\n`
  const lines = [
    `HTTP/1.1 ${status}`,
    'retry-after: 5',
    'connection: close',
    'cache-control: no-store',
    'x-content-type-options: nosniff',
    'content-type: text/plain; charset=utf-8',
    `content-length: ${body.length}`,
  ]
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}
