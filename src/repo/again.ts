import { sleep } from '#lib/sleep.ts'
import { TransactionConflictError } from './database-error.ts'

const RETRY_FOR_MILLISECONDS = 2_000

/**
 * Runs a transaction until no other comes between. Nothing of what it wrote is
 * there when it was told of a conflict, so running it again is safe.
 */
export async function again<Value>(transaction: () => Promise<Value>): Promise<Value> {
  const until = performance.now() + RETRY_FOR_MILLISECONDS
  for (;;) {
    try {
      return await transaction()
    } catch (error) {
      if (!(error instanceof TransactionConflictError) || performance.now() > until) throw error
      await sleep(Math.random() * 20)
    }
  }
}
