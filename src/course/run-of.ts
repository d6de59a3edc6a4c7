/** Which runs of an act traces are, and what they show of its checks. */
import type { Trace } from '#trace/trace-step.ts'
import { countClaimed } from '#sandbox/tables.ts'
import { evaluateCheck, type Check, type CheckResult } from './check.ts'
import type { CountRows } from './claims.ts'
import type { Demo } from './course-data.ts'
import { calledBy, stepOf } from './facts.ts'
import { placeOf } from './place-of.ts'
import { stepName } from './steps.ts'

/** How many rows a claim finds in the sandbox of this request. */
export const countIn =
  ({ sandbox }: Pick<App.Locals, 'sandbox'>): CountRows =>
  (claim) =>
    sandbox ? countClaimed(sandbox, claim) : Promise.resolve(null)

/** Which step of the act a trace is a run of, or `null`: what was done by hand is none. */
export function runOf(
  { front, sandbox }: Pick<App.Locals, 'front' | 'sandbox'>,
  demo: Pick<Demo, 'id' | 'steps'>,
  trace: Trace,
): number | null {
  const named = stepOf(trace)
  const own = demo.steps.findIndex((_step, index) => named === stepName(demo.id, index + 1)) + 1
  // Its page is made before the run is kept.
  if (own > 0 && front.fromInside?.runs === named) return own
  const place = placeOf({ sandbox })
  const run = place?.act === demo.id ? place.runs.find((one) => one.trace === trace.id) : null
  return run?.step ?? null
}

/**
 * What a trace says of a check, or `null` where it is about another request.
 * Until its act is begun a check is silent, and no button comes near a task.
 */
export async function resultOf(
  locals: Pick<App.Locals, 'front' | 'sandbox'>,
  { demo, check, trace }: { readonly demo: Demo; readonly check: Check; readonly trace: Trace },
): Promise<CheckResult | null> {
  if (calledBy(trace) !== check.when || placeOf(locals)?.act !== demo.id) return null
  const isByButton = stepOf(trace) !== null || runOf(locals, demo, trace) !== null
  if (check.alone && isByButton) return null
  return evaluateCheck(check, trace, countIn(locals))
}
