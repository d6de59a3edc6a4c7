import type { Trace } from '#trace/trace-step.ts'

/** The newest traces of one sandbox. What is older falls out. In other words: a ring buffer. */
export class TraceRing {
  static readonly capacity = 30
  /** Of these traces many may be held at once; the rest is for what comes next. */
  static readonly mostHeld = 12
  /** A step takes about so much memory, with what it saw. */
  static readonly bytesOfStep = 1_000
  /** Of so many that fell out it is known that they were here. */
  static readonly mostRemembered = 300
  #traces: readonly Trace[] = []
  /** Every trace since the sandbox was made is here. */
  #isWhole: boolean
  readonly #broughtAlong = new WeakSet<Trace>()
  #held: ReadonlySet<string> = new Set()
  readonly #foreign = new WeakSet<Trace>()
  /** The oldest first. */
  readonly #fallen = new Set<string>()

  constructor({ isOfNew = false }: { readonly isOfNew?: boolean } = {}) {
    this.#isWhole = isOfNew
  }

  /** What a page does by itself again and again takes the place of the last time it did. */
  add(trace: Trace, { inPlaceOfLike = false }: { readonly inPlaceOfLike?: boolean } = {}): void {
    const [newest, ...older] = this.#traces
    const isLike = newest?.title === trace.title && newest.persona === trace.persona
    const kept = inPlaceOfLike && isLike ? older : this.#traces
    this.#traces = this.#withoutOldest([trace, ...kept])
  }

  /** Lets none of these fall out, in place of those that were held before. Those not there stay away. */
  hold(ids: readonly string[]): void {
    this.#held = new Set(ids.slice(-TraceRing.mostHeld))
  }

  /** Takes traces along that were made elsewhere, as older than all that are here. */
  takeAlong(traces: readonly Trace[]): void {
    const known = new Set(this.#traces.map(({ id }) => id))
    const others = traces.filter(({ id }) => !known.has(id))
    for (const trace of others) this.#broughtAlong.add(trace)
    this.#traces = this.#withoutOldest([...this.#traces, ...others])
  }

  #withoutOldest(traces: readonly Trace[]): readonly Trace[] {
    let over = traces.length - TraceRing.capacity
    if (over <= 0) return traces
    return traces
      .toReversed()
      .filter((trace) => this.#held.has(trace.id) || over-- <= 0 || this.#letFall(trace))
      .toReversed()
  }

  /** Lets a trace fall out: it is none of those that stay. */
  #letFall(trace: Trace): false {
    this.#fallen.add(trace.id)
    const [oldest] = this.#fallen
    if (oldest !== undefined && this.#fallen.size > TraceRing.mostRemembered)
      this.#fallen.delete(oldest)
    if (!this.#broughtAlong.has(trace) && !this.#foreign.has(trace)) this.#isWhole = false
    return false
  }

  /** What nobody here did takes one place, however often it comes, and never that of an act. */
  addForeign(trace: Trace): void {
    const [newest, ...older] = this.#traces
    const kept = newest && this.#foreign.has(newest) ? older : this.#traces
    this.#foreign.add(trace)
    const all = [trace, ...kept]
    for (const old of all.slice(TraceRing.capacity)) this.#letFall(old)
    this.#traces = all.slice(0, TraceRing.capacity)
  }

  /**
   * What was done in this sandbox before a trace, the oldest first, and whether
   * that is all that was.
   */
  before(trace: Trace): { readonly traces: readonly Trace[]; readonly isWhole: boolean } {
    const older = this.#traces.slice(this.#traces.indexOf(trace) + 1)
    const own = older.filter((one) => !this.#broughtAlong.has(one) && !this.#foreign.has(one))
    return { traces: own.toReversed(), isWhole: this.#isWhole && !this.#broughtAlong.has(trace) }
  }

  /** Newest first. */
  list(): readonly Trace[] {
    return this.#traces
  }

  /** What they take, roughly. */
  get bytes(): number {
    return this.#traces.reduce((sum, { steps }) => sum + steps.length * TraceRing.bytesOfStep, 0)
  }

  get(id: string): Trace | null {
    return this.#traces.find((trace) => trace.id === id) ?? null
  }

  /** Whether a trace was here that fell out. Of those long gone nobody knows. */
  had(id: string): boolean {
    return this.#fallen.has(id)
  }
}
