import type { Trace } from '#trace/trace-step.ts'
import { stepOf } from '#course/steps.ts'

/**
 * The newest thing that a reader did on the stage of an act, newest first, or
 * `null` where they have gone on to another act since.
 */
export function lastRunOf(traces: readonly Trace[], demo: string): Trace | null {
  const acts = traces.filter(isAct)
  const step = acts.map(stepOf).find((step) => step !== null)
  return step?.startsWith(`${demo}.`) ? (acts[0] ?? null) : null
}

/** What a page asked by itself, or was led to, is no act; a step of one always is, and may do for its reader what a page does. */
function isAct(trace: Trace): boolean {
  const { kind = 'request', status, steps } = trace
  const method = steps[0]?.data['method']
  if (status === null || method === undefined) return false
  return stepOf(trace) !== null || (kind === 'request' && method !== 'GET')
}
