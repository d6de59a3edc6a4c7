/**
 * Finds what no sandbox owns: folders that a crash left before there was a row,
 * or after it had ended, and drafts that were never renamed. It goes through
 * them one by one, so that readers do not wait for it. In other words: garbage
 * collection.
 */
import type { Ledger } from './ledger.ts'
import type { Store } from './store.ts'

interface Options {
  readonly store: Store
  readonly ledger: Ledger
  /** Whether something is to be found under this id, or being made there. */
  readonly isKept: (id: string) => Promise<boolean>
  /** Drafts of before are nobody's: milliseconds since 1970, UTC. */
  readonly since: number
}

/** Takes it away, measures the rest, and says how many sandboxes were nobody's. */
export async function collect({ store, ledger, isKept, since }: Options): Promise<number> {
  let orphans = 0
  for await (const id of store.list()) {
    if (await isKept(id)) {
      await store.removeDrafts(id, since)
      ledger.note(id, await store.bytes(id))
    } else {
      await store.remove(id)
      ledger.forget(id)
      orphans += 1
    }
  }
  return orphans
}
