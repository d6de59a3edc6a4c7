/** Keeps the steps of one request. Layers hand them to it by `record` and `span`. */
import type { Asking } from './asking.ts'
import { mergeChanges, NO_CHANGES, type DatabaseChanges } from './database-change.ts'
import { printable, shorten } from './printable.ts'
import type { Layer, Outcome, Source, Trace, TraceKind, TraceStep } from './trace-step.ts'

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
  #kind: TraceKind
  #status: number | null = null
  #changes = NO_CHANGES
  #asking: Asking | null = null

  constructor({
    id,
    title,
    persona,
    kind = 'request',
    onStep = () => undefined,
  }: {
    id: string
    title: string
    persona: string
    kind?: TraceKind
    onStep?: (step: TraceStep) => void
  }) {
    this.id = id
    this.#title = title
    this.#kind = kind
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

  /** It turns out to be another kind of thing than was thought. */
  isKind(kind: TraceKind): void {
    this.#kind = kind
  }

  /** Remembers the status of the reply. */
  answered(status: number): void {
    this.#status = status
  }

  /** Who it is for. */
  isAskedBy(asking: Asking): void {
    this.#asking = asking
  }

  get asking(): Asking | null {
    return this.#asking
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
      kind: this.#kind,
      persona: this.persona,
      startedAt: this.startedAt,
      status: this.#status,
      steps: Object.freeze(this.#steps.filter((step) => step !== null)),
    })
  }
}
