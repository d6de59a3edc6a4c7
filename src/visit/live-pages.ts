/** Live pages where the house has them: each in the sandbox of its visitor. */
import { bentBy, readyToBend } from './bend.ts'
import { inSurroundings, type Scope } from '#app/accounts/scope.ts'
import type { Shown } from '#app/web/live/shown.ts'
import { noteScope } from '#app/web/who-asks.ts'
import { sessionTopicsOf } from '#app/web/session.ts'
import { LiveConnections, type LivePageLimits } from '#live/connections.ts'
import type { PresentOwner } from '#live/surroundings.ts'
import type { EventHub } from '#sandbox/event-hub.ts'
import { SANDBOX_TOPIC, type Sandbox, type Sandboxes } from '#sandbox/sandbox.ts'

/** What a page finds in a sandbox, and in the empty one of a visitor who has none yet. */
type Around = Pick<Sandbox, keyof Sandboxes['lobby']>

/** The live pages that are open, and whose one is. */
export type LivePages = LiveConnections<Scope, Around, Shown>
export type LiveOwner = PresentOwner<Around>

interface Given {
  readonly sandboxes: Sandboxes
  readonly events: EventHub
  readonly limits: LivePageLimits
  readonly refused?: (full: 'address' | 'house') => void
  readonly logError: (error: unknown, where: string) => void
}

export function openLivePages({ sandboxes, events, limits, refused, logError }: Given): LivePages {
  return new LiveConnections<Scope, Around, Shown>({
    wakeUp: async (visitor) => {
      const lease = await sandboxes.find(visitor)
      if (!lease) return null
      const { sandbox, release } = lease
      await readyToBend(sandbox)
      const { id: place, traces } = sandbox
      return {
        ...{ place, surroundings: sandbox, release },
        keepTrace: (trace) => traces.add(trace),
        bend: (act) => bentBy(sandbox, act),
      }
    },
    inSurroundings: (scope, around) => {
      // What is done on an open page asks nobody who it is: the page has kept that.
      noteScope(scope)
      return inSurroundings(scope, around)
    },
    // A clock that was moved may have ended sudo mode; a reset ends everything.
    endingsOf: (scope) => [SANDBOX_TOPIC, ...sessionTopicsOf(scope)],
    publish: (visitorId, event) => events.publish(visitorId, event),
    limits,
    ...(refused && { refused }),
    logError,
  })
}
