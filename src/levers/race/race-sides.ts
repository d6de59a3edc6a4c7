/** The two requests of a race, as a comparison has its sides. */
import type { TraceRing } from '#sandbox/trace-ring.ts'
import type { Trace } from '#trace/trace-step.ts'
import { DEVICES } from './devices.ts'
import { LANES } from './orders.ts'
import type { RaceRun } from './race-run.ts'

interface RaceSide {
  readonly trace: Trace
  readonly name: string
  readonly who: number
  readonly run: string
}

/** `null` where one of them left no trace, or one that is kept no more. */
export function raceSides(
  { number, runners }: RaceRun,
  traces: Pick<TraceRing, 'get'> | undefined,
): readonly [RaceSide, RaceSide] | null {
  const sides = LANES.map((lane, at) => {
    const trace = traces?.get(runners[at]?.trace ?? '')
    return trace ? { trace, name: DEVICES[lane], who: at + 1, run: `race ${number}` } : null
  })
  const [first, second] = sides
  return first && second ? [first, second] : null
}
