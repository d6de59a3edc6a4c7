import { systemClock, type Clock } from '#lib/clock.ts'

/** The machine's clock, moved on by what the reader asked for. It never runs backwards. */
export class SandboxClock implements Clock {
  #offset: number

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

  /** Moves this clock on by `milliseconds`, which is 0 or more. */
  advance(milliseconds: number): void {
    if (!Number.isSafeInteger(milliseconds) || milliseconds < 0) {
      throw new RangeError(
        `SandboxClock.advance: ${milliseconds} is not a number of milliseconds from 0 on.`,
      )
    }
    this.#offset += milliseconds
  }
}
