/**
 * The one step in which the front decides whether a request is worked on now:
 * before any database, by what the request says itself. Each reader is answered
 * within their share, and who asks for more waits behind themselves alone. In
 * other words: rate limiting, load shedding, fair queueing.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { SECOND } from '#lib/duration.ts'
import { RateLimiter } from '#lib/rate-limiter.ts'
import { Recent } from '#lib/recent.ts'
import { Crowded, type CrowdedBy } from './crowded.ts'
import { FairTurns, type Asker, type Full } from './fair-turns.ts'

export interface AdmissionLimits {
  /** Whether requests are counted; turns are taken in any case. */
  readonly on: boolean
  /** Requests that are worked on at the same time. */
  readonly requestsAtOnce: number
  /** Pages of one visitor. Files are not counted. */
  readonly requestsPerVisitorAndSecond: number
}

// A browser asks for six things at once, and one behind a proxy for a hundred.
const OF_A_VISITOR = { atOnce: 8, waiting: 120 }
/** They sit behind one address: a class, and who comes in late. */
const A_CLASS = 40
/** What may be asked in a burst, in seconds of the rate. */
const BURST = 10
/** A lecture hall that presses reload, with what its pages ask for. */
const WAITING_OF_AN_ADDRESS = 1_200
const WAITING = 2_000
/** Within their share, readers wait rather than being told that the house is full. */
const PATIENCE = 30 * SECOND
/** Requests that came by one connection and are not answered yet: no browser sends the next one before. */
const MOST_OF_A_SOCKET = 16
const MOST_KNOWN = 20_000
/** Uploads that are read at the same time, each much larger than any form. */
const FILES_AT_ONCE = 8

const WHY: Readonly<Record<Full, CrowdedBy>> = {
  visitor: 'visitor-waiting',
  address: 'address-waiting',
  house: 'house-waiting',
  time: 'patience',
}

/** What a connection has asked for. */
interface Line {
  unanswered: number
  /** Resolves when the newest answer is gone. */
  answered: Promise<void>
}

export class Admission {
  readonly #turns: FairTurns
  readonly #files: FairTurns
  readonly #isCounted: boolean
  readonly #ofVisitors: RateLimiter
  readonly #ofAddresses: RateLimiter
  readonly #lines = new WeakMap<Socket, Line>()
  readonly #leaving = new WeakMap<ServerResponse, () => void>()
  readonly #known = new Recent<string, true>(MOST_KNOWN)

  constructor({ on, requestsAtOnce, requestsPerVisitorAndSecond: rate }: AdmissionLimits) {
    this.#isCounted = on
    this.#ofVisitors = new RateLimiter(rate * BURST, BURST * SECOND)
    this.#ofAddresses = new RateLimiter(rate * A_CLASS * BURST, BURST * SECOND)
    this.#turns = new FairTurns({
      house: { atOnce: requestsAtOnce, waiting: WAITING },
      // One address never has every turn.
      address: {
        atOnce: Math.max(1, Math.floor((requestsAtOnce * 3) / 4)),
        waiting: WAITING_OF_AN_ADDRESS,
      },
      visitor: OF_A_VISITOR,
      patience: PATIENCE,
    })
    this.#files = new FairTurns({
      house: { atOnce: FILES_AT_ONCE, waiting: FILES_AT_ONCE * 4 },
      address: { atOnce: FILES_AT_ONCE / 2, waiting: FILES_AT_ONCE * 2 },
      visitor: { atOnce: 1, waiting: 1 },
      patience: PATIENCE,
    })
  }

  /** Requests that are worked on, and those that wait. */
  get counts(): { readonly working: number; readonly waiting: number } {
    return { working: this.#turns.inside, waiting: this.#turns.waiting }
  }

  /**
   * Whether this request is one too many already, before what it brings is
   * read. Otherwise resolves once it is the next one of its connection.
   */
  async arrive(
    asker: Asker,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Crowded | null> {
    const { socket } = request
    const line = this.#lines.get(socket) ?? { unanswered: 0, answered: Promise.resolve() }
    this.#lines.set(socket, line)
    if (line.unanswered >= MOST_OF_A_SOCKET) return new Crowded('socket')
    const crowded = this.#tooFast(asker, request)
    if (crowded) return crowded

    line.unanswered += 1
    const before = line.answered
    line.answered = new Promise((resolve) => {
      response.once('close', () => {
        line.unanswered -= 1
        resolve()
      })
    })
    await before
    return null
  }

  /** Resolves when it is this request’s turn. It ends as soon as the answer is written, or nobody waits for it. */
  async turn(
    asker: Asker,
    { socket }: Pick<IncomingMessage, 'socket'>,
    response: ServerResponse,
  ): Promise<Crowded | null> {
    // Nobody waits for this one any more.
    if (socket.destroyed) return new Crowded('patience')
    const { come, leave } = this.#turns.ask(this.#laneOf(asker))
    this.#leaving.set(response, leave)
    response.once('close', leave)
    whenWritten(response, leave)
    const full = await come
    return full === null ? null : new Crowded(WHY[full])
  }

  /** An answer that stays open from here on is no work any more. */
  staysOpen(response: ServerResponse): void {
    this.#leaving.get(response)?.()
  }

  /** Reads the file that a request brings when there is room for one more to be read. */
  async readFile<Text>(
    asker: Asker,
    response: ServerResponse,
    read: () => Promise<Text>,
  ): Promise<Text | Crowded> {
    const { come, leave } = this.#files.ask(asker)
    response.once('close', leave)
    try {
      const full = await come
      return full === null ? await read() : new Crowded(WHY[full])
    } finally {
      leave()
    }
  }

  /**
   * A sandbox was found by what this reader brings. Until then they share the turns of those at their
   * address who bring nothing: anybody can make up a cookie for each request.
   */
  know(asker: Asker): void {
    this.#known.set(visitorKey(asker), true)
  }

  /** Whether a sandbox was found by what this reader brings. */
  knows(asker: Asker): boolean {
    return this.#known.get(visitorKey(asker)) === true
  }

  /** Counts a page of the site. What is a file was read from memory, and is not counted. */
  countPage(asker: Asker): void {
    if (!this.#isCounted) return
    this.#ofAddresses.charge(asker.address)
    if (asker.visitor !== null) this.#ofVisitors.charge(visitorKey(asker))
  }

  #laneOf(asker: Asker): Asker {
    return this.knows(asker) ? asker : { address: asker.address, visitor: null }
  }

  #tooFast(asker: Asker, { url = '' }: IncomingMessage): Crowded | null {
    if (!this.#isCounted || FILE.test(url)) return null
    const own = asker.visitor === null ? 0 : this.#ofVisitors.waitFor(visitorKey(asker))
    if (own > 0) return new Crowded('visitor-rate', own)
    const all = this.#ofAddresses.waitFor(asker.address)
    return all > 0 ? new Crowded('address-rate', all) : null
  }
}

/** What belongs to a page, and has its content in its name: a page without it would be of no use. */
const FILE = /^\/(?:_astro|pagefind)\//

// Somebody else’s cookie, sent from elsewhere, takes nothing from whoever it belongs to.
const visitorKey = ({ address, visitor }: Asker) => `${address} ${visitor ?? ''}`

/**
 * Calls `done` when the last of an answer is handed over. Who reads it, and how
 * fast, is no part of the work: a slow reader would keep the turn for a minute.
 */
function whenWritten(response: ServerResponse, done: () => void): void {
  const end = response.end.bind(response) as (...given: unknown[]) => ServerResponse
  response.end = (...given: unknown[]) => {
    done()
    return end(...given)
  }
}
