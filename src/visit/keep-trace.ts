import { hasChanges } from '#trace/database-change.ts'
import type { Recorder } from '#trace/recorder.ts'
import type { Trace } from '#trace/trace-step.ts'

interface Kept {
  /** What is asked again and again by itself takes the place of the last time. */
  readonly inPlaceOfLike: boolean
  /** Whether its reader has acted: what it changed is then what was changed last. */
  readonly isAction: boolean
}

/** Keeps what was recorded in the sandbox of whoever acted, and tells their open streams that it is whole. */
export function keepTrace(
  { front, sandbox, visitor, persona }: App.Locals,
  recorder: Recorder,
  { inPlaceOfLike, isAction }: Kept,
): Trace {
  const trace = recorder.snapshot()
  front.fromInside?.done(trace, hasChanges(recorder.changes))
  // What only leads to a step of an act is no part of what its reader watches.
  if (front.fromInside?.runs === null) return trace
  sandbox?.traces.add(trace, { inPlaceOfLike })
  sandbox?.lastChanges.keep(trace, recorder.changes, { isAction })
  if (visitor)
    front.services.events.publish(visitor.id, {
      ...{ channel: 'trace', persona, type: 'finished', data: { trace: trace.id } },
    })
  return trace
}
