import type { Trace } from '#trace/trace-step.ts'
import { Foldable } from './foldable.ts'

/** The newest traces of one sandbox. What is older falls out. In other words: a ring buffer. */
export class TraceRing {
  static readonly capacity = 30
  /** Of these traces many may be held at once; the rest is for what comes next. */
  static readonly mostHeld = 12
  /** The id of a trace takes about so much memory. */
  static readonly bytesOfId = 64
  /** Of so many that fell out it is known that they were here. */
  static readonly mostRemembered = 300
  readonly #kept = new Foldable<readonly Trace[]>([])
  /** Every trace since the sandbox was made is here. */
  #isWhole: boolean
  /** By their ids, as the others. */
  readonly #broughtAlong = new Set<string>()
  #held: ReadonlySet<string> = new Set()
  readonly #foreign = new Set<string>()
  /** The oldest first. */
  readonly #fallen = new Set<string>()

  constructor({ isOfNew = false }: { readonly isOfNew?: boolean } = {}) {
    this.#isWhole = isOfNew
  }

  /** What a page does by itself again and again takes the place of the last time it did. */
  add(trace: Trace, { inPlaceOfLike = false }: { readonly inPlaceOfLike?: boolean } = {}): void {
    const [newest, ...older] = this.#traces
    const isLike = newest?.title === trace.title && newest.persona === trace.persona
    const isInItsPlace = inPlaceOfLike && isLike
    if (isInItsPlace) this.#forget(newest)
    this.#traces = this.#withoutOldest([trace, ...(isInItsPlace ? older : this.#traces)])
  }

  /** Lets none of these fall out, in place of those that were held before. Those not there stay away. */
  hold(ids: readonly string[]): void {
    this.#held = new Set(ids.slice(-TraceRing.mostHeld))
  }

  /** Takes traces along that were made elsewhere, as older than all that are here. */
  takeAlong(traces: readonly Trace[]): void {
    const known = new Set(this.#traces.map(({ id }) => id))
    const others = traces.filter(({ id }) => !known.has(id))
    for (const { id } of others) this.#broughtAlong.add(id)
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
    if (!this.#broughtAlong.has(trace.id) && !this.#foreign.has(trace.id)) this.#isWhole = false
    this.#forget(trace)
    return false
  }

  /** Where it came from: it is not here any more. */
  #forget({ id }: Trace): void {
    this.#broughtAlong.delete(id)
    this.#foreign.delete(id)
  }

  /** What nobody here did takes one place, however often it comes, and never that of an act. */
  addForeign(trace: Trace): void {
    const [newest, ...older] = this.#traces
    const isInItsPlace = newest !== undefined && this.#foreign.has(newest.id)
    if (isInItsPlace) this.#forget(newest)
    this.#foreign.add(trace.id)
    const all = [trace, ...(isInItsPlace ? older : this.#traces)]
    for (const old of all.slice(TraceRing.capacity)) this.#letFall(old)
    this.#traces = all.slice(0, TraceRing.capacity)
  }

  /**
   * What was done in this sandbox before a trace, the oldest first, and whether
   * that is all that was.
   */
  before(trace: Trace): { readonly traces: readonly Trace[]; readonly isWhole: boolean } {
    const older = this.#traces.slice(this.#traces.findIndex(({ id }) => id === trace.id) + 1)
    const own = older.filter(({ id }) => !this.#broughtAlong.has(id) && !this.#foreign.has(id))
    return { traces: own.toReversed(), isWhole: this.#isWhole && !this.#broughtAlong.has(trace.id) }
  }

  /** Newest first. */
  list(): readonly Trace[] {
    return this.#traces
  }

  /** Nobody looks at them for a while. Answers how many bytes they take meanwhile. */
  fold(): number {
    return this.#kept.fold() + this.#fallen.size * TraceRing.bytesOfId
  }

  get #traces(): readonly Trace[] {
    return this.#kept.value
  }

  set #traces(traces: readonly Trace[]) {
    this.#kept.value = traces
  }

  get(id: string): Trace | null {
    return this.#traces.find((trace) => trace.id === id) ?? null
  }

  /** Whether a trace was here that fell out. Of those long gone nobody knows. */
  had(id: string): boolean {
    return this.#fallen.has(id)
  }
}
