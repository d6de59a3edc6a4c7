/** The runs of an act that are kept: the last eight. */
import { MOST_RUNS, stepOfAct } from '#course/act.ts'
import { getDemo } from '#course/course.ts'
import type { Demo } from '#course/course-data.ts'
import { splitStepName } from '#course/steps.ts'
import type { Trace } from '#trace/trace-step.ts'
import { placeOf } from '#course/place-of.ts'

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
  /** The step that does the same with its guard: `two-lists.3`. */
  readonly safe: string | null
}

/** The runs of an act, and what else their chips ask for. */
export interface ActRuns {
  readonly demo: Demo
  /** The newest last. */
  readonly runs: readonly RunView[]
  /** How many there were, those that are kept no more too. */
  readonly total: number
}

/** The runs of the act in which the sandbox stands, the newest last; none of any other act. */
export function runsOf({ sandbox }: Pick<App.Locals, 'sandbox'>, act: string | null = null) {
  const place = placeOf({ sandbox })
  const demo = place && (act === null || act === place.act) ? getDemo(place.act) : null
  const runs = (demo && place ? place.runs : []).map(({ trace, ...run }): RunView => ({
    ...run,
    ...saidOf(demo, run.step),
    trace: sandbox?.traces.get(trace) ?? null,
  }))
  const facts = {
    act: demo?.id ?? null,
    runs: runs.map(({ trace, safe: _, ...run }) => ({
      ...run,
      trace: trace?.id ?? null,
      status: trace?.status ?? null,
    })),
  }
  return { demo, runs, facts }
}

function saidOf(demo: Demo | null, number: number): Pick<RunView, 'label' | 'safe'> {
  const step = demo && stepOfAct(demo, number)?.step
  return { label: step?.label ?? '', safe: step?.safe ?? null }
}

/**
 * The runs of the act at hand, for whoever shows them; `null` where there are
 * none. A run that is being made is one of them: its page is drawn before it is kept.
 */
export function actRunsOf(
  locals: Pick<App.Locals, 'sandbox' | 'front'>,
  own: Trace | null = null,
): ActRuns | null {
  const { demo, runs } = runsOf(locals)
  if (!demo) return null
  const kept = { demo, runs, total: placeOf(locals)?.ran ?? runs.length }
  const making = splitStepName(locals.front.fromInside?.runs ?? '')
  if (!own || making.demo !== demo.id) return runs.length === 0 ? null : kept
  const [number, step] = [kept.total + 1, making.number]
  const run = { number, step, persona: own.persona, trace: own, ...saidOf(demo, step) }
  return { demo, runs: [...runs, run].slice(-MOST_RUNS), total: number }
}
