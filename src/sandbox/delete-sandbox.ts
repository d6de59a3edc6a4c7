import { leverStep } from './lever.ts'
import type { Sandboxes } from './sandbox.ts'
import type { Visitor } from './visitors.ts'

/**
 * Throws the visitor's sandbox away, with its files, and makes no other until
 * they act again. Says whether there was one. Counts as a reset: throws a
 * `Refusal` (429) past the limit.
 *
 * @example
 * await deleteSandbox(sandboxes, visitor)
 * // => true
 * await deleteSandbox(sandboxes, visitor)
 * // => false
 */
export async function deleteSandbox(sandboxes: Sandboxes, visitor: Visitor): Promise<boolean> {
  sandboxes.requests.countReset(visitor)
  return leverStep('Sandboxes.delete', 'the database, the mailbox, all', () =>
    sandboxes.end(visitor, 'deleted'),
  )
}
