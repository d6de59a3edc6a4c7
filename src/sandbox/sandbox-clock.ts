import { systemClock, type Clock } from '#lib/clock.ts'

/** From when to when a clock was moved: milliseconds since 1970, UTC. */
export interface ClockMove {
  readonly from: number
  readonly to: number
}

/** The machine's clock, moved on by what the reader asked for. It never runs backwards. */
export class SandboxClock implements Clock {
  #offset: number
  #lastMove: ClockMove | null = null

  /** `offset` in milliseconds. */
  constructor(offset = 0) {
    this.#offset = offset
  }

  /** Milliseconds this clock is ahead of the machine's. */
  get offset(): number {
    return this.#offset
  }

  now(): number {
    return systemClock.now() + this.#offset
  }

  /** The last time that somebody moved this clock; `null` when nobody has since the sandbox was opened. */
  get lastMove(): ClockMove | null {
    return this.#lastMove
  }

  /** Moves this clock on by `milliseconds`, which is 0 or more, and says from when to when. */
  advance(milliseconds: number): ClockMove {
    if (!Number.isSafeInteger(milliseconds) || milliseconds < 0) {
      throw new RangeError(
        `SandboxClock.advance: ${milliseconds} is not a number of milliseconds from 0 on.`,
      )
    }
    const from = this.now()
    this.#offset += milliseconds
    return (this.#lastMove = Object.freeze({ from, to: from + milliseconds }))
  }
}
