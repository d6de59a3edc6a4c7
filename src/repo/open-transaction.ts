/**
 * Knows, in async context, which transactions are open around the running
 * code. It decides one thing: a query that would wait for its own transaction
 * is refused at once, instead of hanging.
 */
import { createAsyncContext, TELLS_WORK_APART } from '#async-context'
import type { Source } from '#trace/trace-step.ts'
import { OutsideTransactionError } from './database-error.ts'

export interface OpenTransaction {
  readonly database: object
  /** The line that opened it. */
  readonly source: Source | null
  /** A transaction on another database, around this one. */
  readonly around: OpenTransaction | undefined
  /** True from `begin` to `commit` or `rollback`. What runs on afterwards is free again. */
  isOpen: boolean
}

const innermost = createAsyncContext<OpenTransaction>()

export function withTransaction<Value>(
  database: object,
  source: Source | null,
  fn: () => Promise<Value>,
): Promise<Value> {
  return innermost.run({ database, source, around: innermost.getStore(), isOpen: false }, fn)
}

export function currentTransaction(database: object): OpenTransaction | undefined {
  let transaction = innermost.getStore()
  while (transaction && transaction.database !== database) transaction = transaction.around
  return transaction
}

/**
 * A browser cannot say whether a query belongs to the transaction or runs
 * beside it. So it refuses neither: what waits for itself there is ended by the
 * patience of the queue, with the same advice.
 */
export function refuseOutsideTransaction(database: object): void {
  if (!TELLS_WORK_APART) return
  for (let open = innermost.getStore(); open; open = open.around)
    if (open.database === database && open.isOpen) throw new OutsideTransactionError()
}
