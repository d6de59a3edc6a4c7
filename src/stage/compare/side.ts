/** Which two runs stand beside each other, and what each is called. */
import { capital } from '#lib/capital.ts'
import type { ActRuns, RunView } from '#levers/act/runs.ts'
import type { Trace } from '#trace/trace-step.ts'

/** One of two runs that stand beside each other. */
export interface Side {
  readonly trace: Trace
  /** `Ana`, `run 2`, `with the scope`. */
  readonly name: string
  /** Whose colour it has, from 1. */
  readonly who: number
  /** What its strip says of it: `run 2 of 3`, `recorded`. */
  readonly run: string
}

/** The earlier run first, and a recording before any run; `null` where a trace is gone. */
export function sidesOf(
  { demo, total }: Pick<ActRuns, 'demo' | 'total'>,
  run: RunView,
  beside: RunView | Trace | null,
): readonly [Side, Side] | null {
  if (!beside || !run.trace) return null
  const who = (persona: string) => Math.max(0, demo.people.indexOf(persona)) + 1
  const ofRun = ({ number, persona }: RunView, trace: Trace, name: string): Side => ({
    ...{ trace, name, who: who(persona), run: `run ${number} of ${total}` },
  })
  if (!('number' in beside)) {
    const safe = {
      trace: beside,
      name: 'with the scope',
      who: who(beside.persona),
      run: 'recorded',
    }
    return [safe, ofRun(run, run.trace, `run ${run.number}`)]
  }
  if (!beside.trace) return null
  const [first, second] = run.number < beside.number ? [run, beside] : [beside, run]
  const nameOf = ({ number, persona }: RunView) =>
    first.persona === second.persona ? `run ${number}` : capital(persona)
  return [ofRun(first, first.trace!, nameOf(first)), ofRun(second, second.trace!, nameOf(second))]
}
