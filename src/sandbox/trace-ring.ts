import type { Trace } from '#trace/trace-step.ts'

/** The newest traces of one sandbox. What is older falls out. In other words: a ring buffer. */
export class TraceRing {
  static readonly capacity = 30
  #traces: readonly Trace[] = []
  readonly #foreign = new WeakSet<Trace>()

  /** What a page does by itself again and again takes the place of the last time it did. */
  add(trace: Trace, { inPlaceOfLike = false }: { readonly inPlaceOfLike?: boolean } = {}): void {
    const [newest, ...older] = this.#traces
    const isLike = newest?.title === trace.title && newest.persona === trace.persona
    const kept = inPlaceOfLike && isLike ? older : this.#traces
    this.#traces = [trace, ...kept].slice(0, TraceRing.capacity)
  }

  /** What nobody here did takes one place, however often it comes, and never that of an act. */
  addForeign(trace: Trace): void {
    const [newest, ...older] = this.#traces
    const kept = newest && this.#foreign.has(newest) ? older : this.#traces
    this.#foreign.add(trace)
    this.#traces = [trace, ...kept].slice(0, TraceRing.capacity)
  }

  /** Newest first. */
  list(): readonly Trace[] {
    return this.#traces
  }

  get(id: string): Trace | null {
    return this.#traces.find((trace) => trace.id === id) ?? null
  }

  clear(): void {
    this.#traces = []
  }
}
