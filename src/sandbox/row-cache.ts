/**
 * What is known of visitors and of their sandboxes without asking the site's
 * own database: it stands between no reader and a page that needs none of it.
 * One process owns the database, so what that process has read or written last
 * is true; where several share it, that holds for the sandboxes that are its own.
 * In other words: a write-through cache.
 */
import { Recent } from '#lib/recent.ts'
import type { LostSandbox, OwnServer, SandboxRow, Visitor } from './sandbox-row.ts'

/** What there is of a visitor. */
export interface Holding {
  /** Their open sandbox. */
  readonly row: SandboxRow | null
  /** What they have lost without having asked for it, as long as there is no other. */
  readonly lost: LostSandbox | null
}

/**
 * Answers `undefined` where nothing is known, and the database has to be asked.
 * `test/sandbox/sandbox-rows.test.ts` holds that nobody sees whether there is one.
 */
export interface RowCache {
  /** Whose token has this hash. */
  visitorOf(tokenHash: string): Visitor | undefined
  keepVisitor(tokenHash: string, visitor: Visitor): void
  /** What there is of this visitor. */
  holdingOf(visitor: Visitor): Holding | undefined
  keepHolding(visitor: Visitor, holding: Holding): void
  /** Whoever wants to know next asks the database. */
  forgetHolding(visitor: Visitor): void
  /** The open sandbox with this key. */
  byApiKey(key: string): SandboxRow | undefined
  /** Somebody else has written to the database. */
  forgetAll(): void
}

/** In the memory of this process. What nobody asked for longest is known no more. */
export class RowsInMemory implements RowCache {
  readonly #visitors: Recent<string, Visitor>
  readonly #holdings: Recent<number, Holding>
  readonly #byApiKey = new Map<string, SandboxRow>()

  /** `most`: how many visitors are known at once. One takes less than a kilobyte. */
  constructor({ most = 20_000 }: { readonly most?: number } = {}) {
    this.#visitors = new Recent(most)
    this.#holdings = new Recent(most, ({ row }) => row && this.#byApiKey.delete(row.api_key))
  }

  visitorOf(tokenHash: string): Visitor | undefined {
    return this.#visitors.get(tokenHash)
  }

  keepVisitor(tokenHash: string, visitor: Visitor): void {
    this.#visitors.set(tokenHash, visitor)
  }

  holdingOf({ id }: Visitor): Holding | undefined {
    return this.#holdings.get(id)
  }

  keepHolding({ id }: Visitor, holding: Holding): void {
    this.#holdings.set(id, holding)
    if (holding.row) this.#byApiKey.set(holding.row.api_key, holding.row)
  }

  forgetHolding({ id }: Visitor): void {
    this.#holdings.delete(id)
  }

  byApiKey(key: string): SandboxRow | undefined {
    return this.#byApiKey.get(key)
  }

  forgetAll(): void {
    this.#visitors.clear()
    this.#holdings.clear()
  }
}

/**
 * Knows what this server has, and nothing else: of other rows the database is
 * shared with servers that may write them at any moment.
 */
export class OwnRowsInMemory extends RowsInMemory {
  readonly #own: OwnServer

  constructor(own: OwnServer) {
    super()
    this.#own = own
  }

  override keepHolding(visitor: Visitor, holding: Holding): void {
    if (holding.row?.server === this.#own.id) super.keepHolding(visitor, holding)
    else this.forgetHolding(visitor)
  }
}

/** Knows nothing: the database is asked each time. For whoever shares it with another process. */
export const NOTHING_KNOWN: RowCache = Object.freeze({
  visitorOf: () => undefined,
  keepVisitor: () => undefined,
  holdingOf: () => undefined,
  keepHolding: () => undefined,
  forgetHolding: () => undefined,
  byApiKey: () => undefined,
  forgetAll: () => undefined,
})
