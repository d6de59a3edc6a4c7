/** A page of the app, as one run left it. */
export interface AnsweredPage {
  readonly title: string
  /** Without anything that could be sent: see `asItWas` in `src/stage/compare/as-it-was.ts`. */
  readonly html: string
}

/** What the window showed after the newest runs of one sandbox, by trace. What is older falls out. */
export class AnsweredPages {
  static readonly capacity = 12
  /** In characters. A longer page is not kept. */
  static readonly longest = 20_000
  readonly #pages = new Map<string, AnsweredPage>()

  keep(trace: string, page: AnsweredPage): void {
    if (page.html.length > AnsweredPages.longest) return
    this.#pages.delete(trace)
    this.#pages.set(trace, page)
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= AnsweredPages.capacity) return
      this.#pages.delete(oldest)
    }
  }

  get(trace: string): AnsweredPage | null {
    return this.#pages.get(trace) ?? null
  }

  /** What they take, roughly. */
  get bytes(): number {
    return [...this.#pages.values()].reduce((sum, { html }) => sum + html.length, 0)
  }

  /** Takes the pages of these traces along from another sandbox. */
  takeAlong(from: AnsweredPages, traces: readonly string[]): void {
    for (const trace of traces) {
      const page = from.get(trace)
      if (page) this.keep(trace, page)
    }
  }
}
