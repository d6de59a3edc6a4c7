import type { Clock } from './clock.ts'
import { SECOND } from './duration.ts'

/** Less than this the network's time moves a clock all day. */
const NOTICED = SECOND
/** By how much it runs slower until the machine's clock has caught up. */
const SLOWER = 0.05

interface Sources {
  /** Milliseconds since 1970, UTC, as the machine says them now. */
  readonly wall?: () => number
  /** Milliseconds that nobody can set back. */
  readonly monotonic?: () => number
  /** A time that has been already: this clock begins no earlier. */
  readonly from?: number
  /** Told when the machine's clock turns out to be behind, and by how many milliseconds. */
  readonly setBack?: (milliseconds: number) => void
}

/**
 * The machine's clock, which is never set back here. Whoever moves the real one back, by hand or by the
 * network's time, would give every link and every session that time again; so this one goes on by the
 * monotonic clock, and from then on runs five percent slower until the two agree. A link of fifteen
 * minutes lives fifteen minutes, and at most 47 seconds more. Forward it goes with the machine: a
 * computer that was asleep wakes up later.
 */
export class SteadyClock implements Clock {
  readonly #read: Required<Sources>
  #wall: number
  #monotonic: number
  #ahead = 0
  #last = 0

  constructor({
    wall = () => Date.now(),
    monotonic = () => performance.now(),
    from = 0,
    setBack = () => undefined,
  }: Sources = {}) {
    this.#read = { wall, monotonic, from, setBack }
    this.#wall = wall()
    this.#monotonic = monotonic()
    this.#goOn(from - this.#wall)
  }

  /** Milliseconds by which it is ahead of the machine's. */
  get ahead(): number {
    this.now()
    return Math.round(this.#ahead)
  }

  now(): number {
    const wall = this.#read.wall()
    const monotonic = this.#read.monotonic()
    const passed = monotonic - this.#monotonic
    const lost = passed - (wall - this.#wall)
    this.#wall = wall
    this.#monotonic = monotonic
    this.#ahead = Math.max(0, this.#ahead - passed * SLOWER)
    this.#goOn(lost)
    // What is set back by less stands still for as long.
    this.#last = Math.max(this.#last, Math.floor(wall + this.#ahead))
    return this.#last
  }

  #goOn(lost: number): void {
    if (lost <= NOTICED) return
    this.#ahead += lost
    this.#read.setBack(Math.round(lost))
  }
}
