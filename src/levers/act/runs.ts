/** The runs of an act that are kept: the last eight. */
import { stepOfAct } from '#course/act.ts'
import { getDemo } from '#course/course.ts'
import type { Trace } from '#trace/trace-step.ts'
import { placeOf } from './place-of.ts'

/** A run, as chips and lists show it. */
export interface RunView {
  /** 1, 2, 3 … of its act. */
  readonly number: number
  readonly step: number
  /** The words on its button. */
  readonly label: string
  readonly persona: string
  /** `null` where the server has forgotten it. */
  readonly trace: Trace | null
}

/** The runs of the act in which the sandbox stands, the newest last; none of any other act. */
export function runsOf({ sandbox }: Pick<App.Locals, 'sandbox'>, act: string | null = null) {
  const place = placeOf({ sandbox })
  const demo = place && (act === null || act === place.act) ? getDemo(place.act) : null
  const runs = (demo && place ? place.runs : []).map(({ trace, ...run }): RunView => ({
    ...run,
    label: (demo && stepOfAct(demo, run.step)?.step.label) ?? '',
    trace: sandbox?.traces.get(trace) ?? null,
  }))
  const facts = {
    act: demo?.id ?? null,
    runs: runs.map(({ trace, ...run }) => ({
      ...run,
      trace: trace?.id ?? null,
      status: trace?.status ?? null,
    })),
  }
  return { demo, runs, facts }
}
