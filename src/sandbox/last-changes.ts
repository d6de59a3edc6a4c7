import { hasChanges, type DatabaseChanges } from '#trace/database-change.ts'
import type { Trace } from '#trace/trace-step.ts'
import { Foldable } from './foldable.ts'

/** A request, and what the database says it changed. */
export interface ChangesOfRequest {
  readonly trace: Pick<Trace, 'id' | 'title' | 'persona' | 'status'>
  readonly changes: DatabaseChanges
}

/**
 * What the last request changed. A page that was only looked at since then
 * does not count; an action that changed nothing does, because that is what
 * its reader wants to see.
 */
export class LastChanges {
  readonly #last = new Foldable<ChangesOfRequest | null>(null)

  keep(
    { id, title, persona, status }: Trace,
    changes: DatabaseChanges,
    { isAction }: { readonly isAction: boolean },
  ): void {
    if (!isAction && !hasChanges(changes)) return
    this.#last.value = Object.freeze({ trace: { id, title, persona, status }, changes })
  }

  get(): ChangesOfRequest | null {
    return this.#last.value
  }

  /** Nobody looks at it for a while. Answers how many bytes it takes meanwhile. */
  fold(): number {
    return this.#last.fold()
  }
}
