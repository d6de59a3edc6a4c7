/**
 * Tells the watch what a layer does. Every function here only observes: take
 * all calls to `record` and `span` away, and the site gives the same answers.
 */
import { Refusal } from '#lib/refusal.ts'
import type { Asking } from './asking.ts'
import type { DatabaseChanges } from './database-change.ts'
import type { Recorder, StepReport } from './recorder.ts'
import type { TraceKind } from './trace-step.ts'
import { currentPlace, currentWatch, insideStep, unwatched, watched } from './watch.ts'

/** Runs `fn`, adding every step reported inside it, however deep, to `recorder`. */
export function collect<Value>(recorder: Recorder, fn: () => Value): Value {
  return watched({ recorder }, fn)
}

/** Runs `fn` unwatched: what it does is the house's own business, not the reader's request. */
export function untraced<Value>(fn: () => Value): Value {
  return unwatched(fn)
}

/** Whether anybody records. Ask it before work that only a trace needs. */
export function tracing(): boolean {
  return currentWatch().recorder !== null
}

/** Adds a step to the current request's trace, if there is one, and what is told inside it. */
export function record(report: StepReport, inside: readonly StepReport[] = []): void {
  const { watch, parent } = currentPlace()
  const { recorder } = watch
  const id = recorder?.reserve()
  if (!recorder || !id) return
  recorder.keep(id, parent, recorder.elapsed(), report)
  if (inside.length > 0) insideStep(id, () => inside.forEach((each) => record(each)))
}

/** Remembers with what status the current request is answered. */
export function noteStatus(status: number): void {
  currentWatch().recorder?.answered(status)
}

/** Names the current request's trace, where what it asked for says more than its address. */
export function noteTitle(title: string): void {
  currentWatch().recorder?.rename(title)
}

/** Says what the current request is, where it is none for a page or of a form. */
export function noteKind(kind: TraceKind): void {
  currentWatch().recorder?.isKind(kind)
}

/** Says for whom the current request acts: what is somebody else's follows from it. */
export function noteAsking(asking: Asking): void {
  currentWatch().recorder?.isAskedBy(asking)
}

/** For whom the current request acts, while somebody traces it; `null` where nobody said, and for who sees all. */
export function whoAsks(): Asking | null {
  const asking = currentWatch().recorder?.asking ?? null
  return asking?.seesAll ? null : asking
}

/** Adds to what the current request changed in its database. Kept beside the steps, not among them. */
export function noteChanges(changes: DatabaseChanges): void {
  currentWatch().recorder?.noteChanges(changes)
}

/**
 * Runs `fn` as one step; what is reported inside it becomes its children.
 *
 * `conclude` turns the value into what was decided. An exception is recorded
 * as an error and thrown on, untouched.
 */
export async function span<Value>(
  report: StepReport,
  fn: () => Value | Promise<Value>,
  conclude: (value: Value) => Partial<StepReport> = () => ({}),
): Promise<Value> {
  const { watch, parent } = currentPlace()
  const { recorder } = watch
  const id = recorder?.reserve()
  if (!recorder || !id) return fn()

  const at = recorder.elapsed()
  const finish = (conclusion: Partial<StepReport>) => {
    const milliseconds = Math.round((recorder.elapsed() - at) * 1000) / 1000
    const data = { milliseconds, ...report.data, ...conclusion.data }
    recorder.keep(id, parent, at, { ...report, ...conclusion, data })
  }
  try {
    const value = await insideStep(id, fn)
    finish(conclude(value))
    return value
  } catch (error) {
    finish({ outcome: 'error', detail: inWords(error) })
    throw error
  }
}

/** A refusal has a sentence for anybody. The text of another error may quote what a person typed. */
function inWords(error: unknown): string {
  if (error instanceof Refusal) return error.message
  return error instanceof Error ? error.name : 'thrown'
}
