/**
 * What came of requests that a lab has sent, a race or one request of several
 * people, as the trace of whoever asked for it tells it.
 */
import { callSite } from '#call-site'
import type { End } from './ending.ts'
import type { Guard } from './guard.ts'
import { record } from './trace.ts'
import type { Trace, TraceStep } from './trace-step.ts'

const RACE = 'context.Race.run'
const SPLIT = 'context.Split.run'

/** One of the requests. */
export interface Lane {
  /** Who sent it: `ana-phone`. */
  readonly as: string
  readonly status: number
  /** The guard that refused it, if one did. */
  readonly caught_by: Guard | null
  /** What stands on its fields. */
  readonly words: readonly string[]
  /** `null` where nothing was recorded of it. */
  readonly ends: End['kind'] | null
  /** The floor on which it ended. */
  readonly at: End['floor'] | null
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
  readonly lanes: readonly Lane[]
}

export interface Split {
  /** What each of them has asked for. */
  readonly path: string
  readonly lanes: readonly Lane[]
}

/** Says so, as one step of the request that ran the race. */
export function noteRace(raced: Raced, detail: string): void {
  record({
    ...{ layer: 'context', name: 'Race.run', tag: RACE, detail },
    source: callSite({ outside: noteRace.name }),
    data: { ...raced },
  })
}

/** Says so, as one step of the request that sent one as each of them. */
export function noteSplit(split: Split, detail: string): void {
  record({
    ...{ layer: 'context', name: 'Split.run', tag: SPLIT, detail },
    source: callSite({ outside: noteSplit.name }),
    data: { ...split },
  })
}

/** The steps that tell of such requests, in the order in which they were sent. */
export const laneSteps = ({ steps }: Pick<Trace, 'steps'>): readonly TraceStep[] =>
  steps.filter(({ tag }) => tag === RACE || tag === SPLIT)

/** The requests that a lab has sent last, side by side; none for any other trace. */
export function lanesOf(trace: Pick<Trace, 'steps'>): readonly Lane[] {
  // As it is written above.
  const noted = laneSteps(trace).at(-1)?.data as unknown as Raced | Split | undefined
  return noted?.lanes ?? []
}

const WORST = ['leaked', 'refused', 'nothing', 'open', 'answered'] as const

/** The worst end of its requests; `null` where a lab has sent none. */
export function worstEndOf(trace: Pick<Trace, 'steps'>): End['kind'] | null {
  const ends = lanesOf(trace).map(({ ends }) => ends)
  return WORST.find((kind) => ends.includes(kind)) ?? null
}

/**
 * What came of the request of one person, the last time that a lab has sent it;
 * `null` where there is none, and of a race that did not keep its order.
 *
 * @example
 * const data = { in_order: true, lanes: [{ as: 'ana-phone', status: 422 }] }
 * laneIn({ steps: [{ tag: 'context.Race.run', data }] }, 'ana-phone').status
 * // => 422
 */
export function laneIn(trace: Pick<Trace, 'steps'>, as: string): Lane | null {
  // As it is written above.
  const noted = laneSteps(trace).at(-1)?.data as unknown as Raced | Split | undefined
  if (!noted || ('in_order' in noted && !noted.in_order)) return null
  return noted.lanes.find((lane) => lane.as === as) ?? null
}
