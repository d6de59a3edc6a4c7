import type { ActRuns } from '#levers/act/runs.ts'
import { getStepDemo } from '#course/course.ts'
import { stepOf } from '#course/steps.ts'
import { runOf, safeHref } from '#stage/compare/chips.ts'
import type { Trace } from '#trace/trace-step.ts'

/** How a stage tells of one request. */
export interface Telling {
  /** `null`: nothing has happened. */
  readonly told: Trace | null
  /** The step of an act that it was, `DEMO.2`. */
  readonly step: string | null
  /** `run 2 of 3`, `recorded` */
  readonly run: string | null
  /** The way to the same with the scope that it forgot. */
  readonly safe: string | null
  /** Each has one colour, in the window and in the house. */
  readonly people: readonly string[] | undefined
}

export function tellingOf(
  trace: Trace | null,
  runs: ActRuns | null,
  { recorded = false } = {},
): Telling {
  const told = trace && trace.steps.length > 0 ? trace : null
  const step = told && stepOf(told)
  const number = runOf(runs, told?.id)?.number
  return {
    ...{ told, step },
    run: runs && number ? `run ${number} of ${runs.total}` : recorded ? 'recorded' : null,
    safe: safeHref(runs, told?.id),
    people: runs?.demo.people ?? getStepDemo(step ?? '')?.people,
  }
}
