/**
 * Collects what each layer did while one request was answered.
 *
 * This is the one value that travels unseen, in async context. That is safe
 * because nothing reads it to decide anything: remove every call to `record`
 * and the site gives the same answers.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { mergeChanges, NO_CHANGES, type DatabaseChanges } from './database-change.ts'
import { Refusal } from '#lib/refusal.ts'
import type { Source } from '#lib/step.ts'
import type { Layer, Outcome, Trace, TraceStep } from './trace-step.ts'
import { printable, shorten } from './printable.ts'

/** A step as a layer reports it; the recorder adds its number, its time and its place. */
export interface StepReport {
  readonly layer: Layer
  readonly name: string
  readonly tag?: string
  readonly outcome?: Outcome
  readonly detail?: string
  readonly source?: Source | null
  /** Any values; secrets and long texts are replaced before they are kept. */
  readonly data?: Readonly<Record<string, unknown>>
}

interface Place {
  readonly recorder: Recorder
  readonly parent: number | null
}

const current = new AsyncLocalStorage<Place>()

// A request that loops must not fill the memory of the server that watches it.
const MOST_STEPS = 400
// One sentence, and room for what a person typed: an address, a few names of fields.
const LONGEST_DETAIL = 1_000

/** Keeps the steps of one request, in the order in which they began. */
export class Recorder {
  readonly id: string
  readonly persona: string
  readonly startedAt = Date.now()
  readonly #startedAt = performance.now()
  readonly #steps: (TraceStep | null)[] = []
  readonly #listener: (step: TraceStep) => void
  #title: string
  #status: number | null = null
  #changes = NO_CHANGES

  constructor({
    id,
    title,
    persona,
    onStep = () => undefined,
  }: {
    id: string
    title: string
    persona: string
    onStep?: (step: TraceStep) => void
  }) {
    this.id = id
    this.#title = title
    this.persona = persona
    this.#listener = onStep
  }

  /** Milliseconds since the request began. */
  elapsed(): number {
    return performance.now() - this.#startedAt
  }

  /** Takes the next number, so that a step which ends late keeps its place. */
  reserve(): number | null {
    if (this.#steps.length >= MOST_STEPS) return null
    return this.#steps.push(null)
  }

  keep(id: number, parent: number | null, at: number, report: StepReport): void {
    const step: TraceStep = Object.freeze({
      id,
      parent,
      at: Math.round(at * 1000) / 1000,
      layer: report.layer,
      name: report.name,
      tag: report.tag ?? `${report.layer}.${report.name}`,
      outcome: report.outcome ?? 'ok',
      detail: shorten(report.detail ?? '', LONGEST_DETAIL),
      source: report.source ?? null,
      data: printable(report.data ?? {}),
    })
    this.#steps[id - 1] = step
    this.#listener(step)
  }

  rename(title: string): void {
    this.#title = title
  }

  /** Remembers the status of the reply. */
  answered(status: number): void {
    this.#status = status
  }

  /** What the database says was changed so far. */
  get changes(): DatabaseChanges {
    return this.#changes
  }

  noteChanges(changes: DatabaseChanges): void {
    this.#changes = mergeChanges(this.#changes, changes)
  }

  /** The trace so far. Steps that have not ended are not in it. */
  snapshot(): Trace {
    return Object.freeze({
      id: this.id,
      title: this.#title,
      persona: this.persona,
      startedAt: this.startedAt,
      status: this.#status,
      steps: Object.freeze(this.#steps.filter((step) => step !== null)),
    })
  }
}

/** Runs `fn`, adding every step reported inside it, however deep, to `recorder`. */
export function collect<Value>(recorder: Recorder, fn: () => Value): Value {
  return current.run({ recorder, parent: null }, fn)
}

/** Runs `fn` unwatched: what it does is the house's own business, not the reader's request. */
export function untraced<Value>(fn: () => Value): Value {
  return current.exit(fn)
}

/** Whether anybody watches. Ask it before work that only a watcher needs. */
export function tracing(): boolean {
  return current.getStore() !== undefined
}

/** Adds a step to the current request's trace, if there is one. */
export function record(report: StepReport): void {
  const place = current.getStore()
  const id = place?.recorder.reserve()
  if (place && id) place.recorder.keep(id, place.parent, place.recorder.elapsed(), report)
}

/** Adds to what the current request changed in its database. Kept beside the steps, not among them. */
export function noteChanges(changes: DatabaseChanges): void {
  current.getStore()?.recorder.noteChanges(changes)
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
  const place = current.getStore()
  const id = place?.recorder.reserve()
  if (!place || !id) return fn()

  const { recorder, parent } = place
  const at = recorder.elapsed()
  const finish = (conclusion: Partial<StepReport>) => {
    const milliseconds = Math.round((recorder.elapsed() - at) * 1000) / 1000
    const data = { ...report.data, ...conclusion.data, milliseconds }
    recorder.keep(id, parent, at, { ...report, ...conclusion, data })
  }
  try {
    const value = await current.run({ recorder, parent: id }, fn)
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
