/**
 * The house works on a bounded number of requests at once. Who has to wait
 * waits by address, and within it by visitor, and the next turn goes around:
 * so nobody's queue is another's, however long it is. In other words: fair
 * queueing, a round robin over bounded queues.
 */

/** By whom a request is counted. */
export interface Asker {
  readonly address: string
  /** `null` for whoever brings no cookie: all of these of an address wait as one. */
  readonly visitor: string | null
}

/** How many are worked on, and how many may wait besides. */
export interface Share {
  readonly atOnce: number
  readonly waiting: number
}

interface Options {
  readonly house: Share
  readonly address: Share
  readonly visitor: Share
  /** Milliseconds for which one waits before giving up. */
  readonly patience: number
}

/** Whose share is used up; or `time`, for who has waited for too long. */
export type Full = 'visitor' | 'address' | 'house' | 'time'

export interface Place {
  /** Resolves when the turn has come: with `null`, or with why it never will. */
  readonly come: Promise<Full | null>
  /** Ends the turn, or the wait for it. A second time does nothing. */
  readonly leave: () => void
}

interface Waiter {
  readonly decide: (full: Full | null) => void
  readonly timer: NodeJS.Timeout
}

interface VisitorLane {
  readonly share: Share
  inside: number
  readonly waiting: Set<Waiter>
}

interface AddressLane {
  inside: number
  waiting: number
  readonly visitors: Map<string, VisitorLane>
  /** Those who wait, the next one first. */
  readonly line: Set<VisitorLane>
}

interface Lanes {
  readonly asker: Asker
  readonly ofAddress: AddressLane
  readonly ofVisitor: VisitorLane
}

const HERE = Promise.resolve(null)
const NOBODY = ''

export class FairTurns {
  readonly #options: Options
  readonly #addresses = new Map<string, AddressLane>()
  readonly #line = new Set<AddressLane>()
  #inside = 0
  #waiting = 0

  constructor(options: Options) {
    this.#options = options
  }

  /** Requests that are worked on now. */
  get inside(): number {
    return this.#inside
  }

  get waiting(): number {
    return this.#waiting
  }

  /** Addresses of which anybody is here. */
  get lanes(): number {
    return this.#addresses.size
  }

  /** Asks for a turn. Whoever got one, or waits for one, has to leave in the end. */
  ask(asker: Asker): Place {
    const lanes = this.#lanesOf(asker)
    if (this.#hasRoom(lanes)) return this.#enter(lanes)
    const full = this.#fullFor(lanes)
    if (full === null) return this.#wait(lanes)
    this.#forget(lanes)
    return { come: Promise.resolve(full), leave: () => undefined }
  }

  // Where there is room, whoever waits cannot use it: their own share is used up. So nobody is passed.
  #hasRoom({ ofAddress, ofVisitor }: Omit<Lanes, 'asker'>): boolean {
    const { house, address } = this.#options
    return (
      this.#inside < house.atOnce &&
      ofAddress.inside < address.atOnce &&
      ofVisitor.inside < ofVisitor.share.atOnce
    )
  }

  #fullFor({ ofAddress, ofVisitor }: Lanes): Full | null {
    const { house, address } = this.#options
    if (ofVisitor.waiting.size >= ofVisitor.share.waiting) return 'visitor'
    if (ofAddress.waiting >= address.waiting) return 'address'
    return this.#waiting >= house.waiting ? 'house' : null
  }

  /** Whoever waits behind themselves for too long is past their share, and not the house. */
  #keptBy({ ofAddress, ofVisitor }: Lanes): Full {
    if (ofVisitor.inside >= ofVisitor.share.atOnce) return 'visitor'
    return ofAddress.inside >= this.#options.address.atOnce ? 'address' : 'time'
  }

  #enter(lanes: Lanes): Place {
    this.#move(lanes, 1)
    return { come: HERE, leave: once(() => this.#end(lanes)) }
  }

  #wait(lanes: Lanes): Place {
    const { ofAddress, ofVisitor } = lanes
    let isInside = false
    let waiter: Waiter | null = null
    const come = new Promise<Full | null>((resolve) => {
      const decide = (full: Full | null) => {
        isInside = full === null
        if (isInside) this.#move(lanes, 1)
        resolve(full)
      }
      const giveUp = () => {
        const full = this.#keptBy(lanes)
        this.#unlist(lanes, own)
        this.#forget(lanes)
        decide(full)
      }
      const own: Waiter = { decide, timer: setTimeout(giveUp, this.#options.patience) }
      waiter = own
      ofVisitor.waiting.add(own)
      ofAddress.line.add(ofVisitor)
      ofAddress.waiting += 1
      this.#line.add(ofAddress)
      this.#waiting += 1
    })
    const leave = once(() => {
      if (isInside) return this.#end(lanes)
      if (!waiter || !ofVisitor.waiting.has(waiter)) return
      this.#unlist(lanes, waiter)
      this.#forget(lanes)
    })
    return { come, leave }
  }

  #end(lanes: Lanes): void {
    this.#move(lanes, -1)
    this.#forget(lanes)
    while (this.#admitNext());
  }

  /** Lets the next one in whose share is not used up, and puts their lanes at the end of the lines. */
  #admitNext(): boolean {
    for (const ofAddress of this.#line) {
      for (const ofVisitor of ofAddress.line) {
        if (!this.#hasRoom({ ofAddress, ofVisitor })) continue
        const [waiter] = ofVisitor.waiting
        if (!waiter) continue
        this.#unlist({ ofAddress, ofVisitor }, waiter)
        toTheEnd(ofAddress.line, ofVisitor)
        toTheEnd(this.#line, ofAddress)
        waiter.decide(null)
        return true
      }
    }
    return false
  }

  #unlist({ ofAddress, ofVisitor }: Omit<Lanes, 'asker'>, waiter: Waiter): void {
    clearTimeout(waiter.timer)
    ofVisitor.waiting.delete(waiter)
    ofAddress.waiting -= 1
    this.#waiting -= 1
    if (ofVisitor.waiting.size === 0) ofAddress.line.delete(ofVisitor)
    if (ofAddress.waiting === 0) this.#line.delete(ofAddress)
  }

  #move({ ofAddress, ofVisitor }: Lanes, by: 1 | -1): void {
    this.#inside += by
    ofAddress.inside += by
    ofVisitor.inside += by
  }

  #lanesOf(asker: Asker): Lanes {
    const { address, visitor } = this.#options
    const ofAddress = found(this.#addresses, asker.address, () => ({
      ...{ inside: 0, waiting: 0 },
      ...{ visitors: new Map<string, VisitorLane>(), line: new Set<VisitorLane>() },
    }))
    const ofVisitor = found(ofAddress.visitors, asker.visitor ?? NOBODY, () => ({
      share: asker.visitor === null ? address : visitor,
      inside: 0,
      waiting: new Set<Waiter>(),
    }))
    return { asker, ofAddress, ofVisitor }
  }

  /** Lanes that nobody is in are not kept. */
  #forget({ asker, ofAddress, ofVisitor }: Lanes): void {
    if (ofVisitor.inside + ofVisitor.waiting.size === 0)
      ofAddress.visitors.delete(asker.visitor ?? NOBODY)
    if (ofAddress.inside + ofAddress.waiting === 0) this.#addresses.delete(asker.address)
  }
}

function found<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const present = map.get(key)
  if (present) return present
  const made = make()
  map.set(key, made)
  return made
}

function toTheEnd<Value>(line: Set<Value>, value: Value): void {
  if (line.delete(value)) line.add(value)
}

function once(fn: () => void): () => void {
  let isDue = true
  return () => {
    if (!isDue) return
    isDue = false
    fn()
  }
}
