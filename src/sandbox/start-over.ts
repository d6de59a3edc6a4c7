import { AsyncLocalStorage } from 'node:async_hooks'
import { leverStep } from './lever.ts'
import type { Sandbox } from './open-sandbox.ts'
import type { Lease, Sandboxes } from './sandbox.ts'
import type { Visitor } from './visitors.ts'

interface Beginning {
  readonly as?: 'reset' | 'start'
  /** What was set aside before stays aside, and the sandbox of now is gone at once. */
  readonly keepsAside?: boolean
  /** A database to begin with, that the sandboxes have nothing against. */
  readonly file?: Uint8Array | null
}

/**
 * Throws the visitor's sandbox away, if there is one, and makes the next at
 * once. `fill` puts into it what it starts with; when that fails, it is
 * thrown away as well. The old one is set aside for ten minutes. Counts as a reset, or as the start
 * of an act: throws a `Refusal` (429) past the limit.
 *
 * @example
 * const { sandbox: next, release } = await startOver(sandboxes, visitor, async () => {})
 * next.number
 * // => 2
 * await release()
 */
export async function startOver(
  sandboxes: Sandboxes,
  visitor: Visitor,
  fill: (sandbox: Sandbox) => Promise<void>,
  { as = 'reset', keepsAside = false, file = null }: Beginning = {},
): Promise<Lease> {
  if (as === 'reset') sandboxes.requests.countReset(visitor)
  else sandboxes.requests.countStart(visitor)
  return leverStep('Sandboxes.startOver', 'a new sandbox', async () => {
    // What fills it is the reader's own request, and is watched as such.
    const watched = AsyncLocalStorage.bind(fill)
    const lease = await sandboxes.replace(visitor, watched, { keepsAside, file })
    sandboxes.announcements.tell(visitor.id, { type: 'reset', data: {} })
    return lease
  })
}
