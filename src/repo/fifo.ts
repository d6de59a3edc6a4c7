import { Queue } from '#lib/queue.ts'
import { DatabaseBusyError, DatabaseClosedError } from './database-error.ts'

/**
 * Lets one user at a time have the connection, in the order in which they
 * asked. Kysely's own lock wakes every waiter at each release, so that a
 * thousand of them cost a million wake-ups.
 */
export class Fifo {
  readonly #queue: Queue
  #closing: Promise<void> | null = null

  constructor({ mostWaiting = 256, patienceMilliseconds: patience = 2_000 } = {}) {
    this.#queue = new Queue({ mostWaiting, patience, full: tooMany, tooLong })
  }

  /** Resolves when it is the caller's turn, which ends with `release()`. */
  async acquire(): Promise<void> {
    if (this.#closing) throw new DatabaseClosedError()
    await this.#queue.enter()
  }

  release(): void {
    this.#queue.leave()
  }

  /** Takes no new users, and resolves when those before have had their turn, or have taken too long. */
  close(): Promise<void> {
    return (this.#closing ??= this.#queue.idle())
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
