/** What the pages about the inside of a sandbox begin with. */
import { changesInWords, schemaChangesInWords } from '#trace/change-words.ts'
import type { DatabaseChanges } from '#trace/database-change.ts'
import type { LastRequest } from './last-request.ts'
import type { Sandbox, Sandboxes } from '#sandbox/sandbox.ts'

export interface Inside {
  /** Their own, or the empty one that it will begin as. */
  readonly place: Pick<Sandbox, keyof Sandboxes['lobby']>
  readonly isOwn: boolean
  readonly changes: DatabaseChanges | null
  readonly lastRequest: LastRequest | null
}

export function lookInside({ sandbox, front }: Pick<App.Locals, 'sandbox' | 'front'>): Inside {
  const last = sandbox?.lastChanges.get() ?? null
  return {
    place: sandbox ?? front.services.sandboxes.lobby,
    isOwn: sandbox !== null,
    changes: last?.changes ?? null,
    lastRequest: last && {
      title: last.trace.title,
      persona: last.trace.persona,
      status: last.trace.status,
      href: sandbox?.traces.get(last.trace.id) ? `/sandbox/traces/${last.trace.id}` : null,
      changed: changesInWords(last.changes),
      schema: schemaChangesInWords(last.changes.schema),
    },
  }
}
