import { Foldable } from './foldable.ts'

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
  /** The oldest first. */
  readonly #pages = new Foldable<readonly (readonly [trace: string, page: AnsweredPage])[]>([])

  keep(trace: string, page: AnsweredPage): void {
    if (page.html.length > AnsweredPages.longest) return
    const others = this.#pages.value.filter(([id]) => id !== trace)
    this.#pages.value = [...others, [trace, page] as const].slice(-AnsweredPages.capacity)
  }

  get(trace: string): AnsweredPage | null {
    return this.#pages.value.find(([id]) => id === trace)?.[1] ?? null
  }

  /** Nobody looks at them for a while. Answers how many bytes they take meanwhile. */
  fold(): number {
    return this.#pages.fold()
  }

  /** Takes the pages of these traces along from another sandbox. */
  takeAlong(from: AnsweredPages, traces: readonly string[]): void {
    for (const trace of traces) {
      const page = from.get(trace)
      if (page) this.keep(trace, page)
    }
  }
}
