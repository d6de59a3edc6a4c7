import { DatabaseBusyError, DatabaseClosedError } from './database-error.ts'

interface Waiter {
  readonly proceed: () => void
  readonly refuse: (error: Error) => void
  readonly timer: ReturnType<typeof setTimeout>
}

/**
 * Lets one user at a time have the connection, in the order in which they
 * asked. Kysely's own lock wakes every waiter at each release, so that a
 * thousand of them cost a million wake-ups.
 */
export class Fifo {
  readonly #mostWaiting: number
  readonly #patienceMilliseconds: number
  readonly #waiting: Waiter[] = []
  #held = false
  #closing: Promise<void> | null = null
  #whenIdle: (() => void) | null = null

  constructor({ mostWaiting = 256, patienceMilliseconds = 2_000 } = {}) {
    this.#mostWaiting = mostWaiting
    this.#patienceMilliseconds = patienceMilliseconds
  }

  /** Resolves when it is the caller's turn, which ends with `release()`. */
  async acquire(): Promise<void> {
    if (this.#closing) throw new DatabaseClosedError()
    if (!this.#held) {
      this.#held = true
      return
    }
    if (this.#waiting.length >= this.#mostWaiting) throw tooMany(this.#waiting.length)
    await new Promise<void>((proceed, refuse) => {
      const timer = setTimeout(() => this.#giveUp(waiter), this.#patienceMilliseconds)
      const waiter: Waiter = { proceed, refuse, timer }
      this.#waiting.push(waiter)
    })
  }

  release(): void {
    const next = this.#waiting.shift()
    if (next) {
      clearTimeout(next.timer)
      next.proceed()
      return
    }
    this.#held = false
    this.#whenIdle?.()
  }

  /** Takes no new users, and resolves when those before have had their turn, or have taken too long. */
  close(): Promise<void> {
    return (this.#closing ??= this.#idle())
  }

  async #idle(): Promise<void> {
    if (!this.#held) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.#patienceMilliseconds)
      this.#whenIdle = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  #giveUp(waiter: Waiter): void {
    this.#waiting.splice(this.#waiting.indexOf(waiter), 1)
    waiter.refuse(tooLong(this.#patienceMilliseconds))
  }
}

function tooMany(waiting: number): DatabaseBusyError {
  return new DatabaseBusyError(`${waiting} queries wait for this database already.`, {
    code: 'BUSY',
  })
}

function tooLong(milliseconds: number): DatabaseBusyError {
  return new DatabaseBusyError(
    `A query waited ${milliseconds} ms for its turn and gave up. A transaction may be stuck: ` +
      'inside repo.transact, use the repo you were given.',
    { code: 'BUSY' },
  )
}
