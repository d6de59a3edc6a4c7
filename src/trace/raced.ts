/** What came of a race of two requests, as the trace of whoever asked for it tells it. */
import { callSite } from '#call-site'
import type { Guard } from './guard.ts'
import { record } from './trace.ts'
import type { Trace, TraceStep } from './trace-step.ts'

const TAG = 'context.Race.run'

/** One of the two requests. */
export interface RacedLane {
  /** Who sent it: `ana-phone`. */
  readonly as: string
  readonly status: number
  /** The guard that refused it, if one did. */
  readonly caught_by: Guard | null
  /** What stands on its fields. */
  readonly words: readonly string[]
}

export interface Raced {
  /** What was raced: `registrations`. */
  readonly of: string
  /** As it was asked for: `BAAB`. */
  readonly order: string
  /** The queries came in that order. */
  readonly in_order: boolean
  /** How many rows there are of it afterwards. */
  readonly rows: number
  readonly lanes: readonly RacedLane[]
}

/** Says so, as one step of the request that ran the race. */
export function noteRace(raced: Raced, detail: string): void {
  record({
    ...{ layer: 'context', name: 'Race.run', tag: TAG, detail },
    source: callSite({ outside: noteRace.name }),
    data: { ...raced },
  })
}

/** The steps that tell of races, in the order in which these were run. */
export const raceSteps = ({ steps }: Pick<Trace, 'steps'>): readonly TraceStep[] =>
  steps.filter(({ tag }) => tag === TAG)

/**
 * What came of the request of one person, in the last race that was run in the
 * order that was asked for; `null` where there is none.
 *
 * @example
 * const data = { in_order: true, lanes: [{ as: 'ana-phone', status: 422 }] }
 * laneIn({ steps: [{ tag: 'context.Race.run', data }] }, 'ana-phone').status
 * // => 422
 */
export function laneIn(trace: Pick<Trace, 'steps'>, as: string): RacedLane | null {
  // As `noteRace` has written it.
  const raced = raceSteps(trace).at(-1)?.data as unknown as Raced | undefined
  if (!raced?.in_order) return null
  return raced.lanes.find((lane) => lane.as === as) ?? null
}
