import type { Trace } from '#lib/trace-step.ts'

/** The newest traces of one sandbox. What is older falls out. */
export class TraceRing {
  static readonly capacity = 30
  #traces: readonly Trace[] = []

  add(trace: Trace): void {
    this.#traces = [trace, ...this.#traces].slice(0, TraceRing.capacity)
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
