/** The stage while somebody stands inside a run: what has not happened yet is not told. */
import type { DataStep, TraceData } from '#stage/list/trace-data.ts'
import { countOn, callersOf, type Stop } from '#trace/stops.ts'
import { HouseNow } from './house-now.ts'
import { stripOfStep } from './strip-step.ts'

export class ScrubbedStage {
  readonly #around: ParentNode
  readonly #data: TraceData
  readonly #house: HouseNow
  #strip: HTMLElement | null = null

  constructor(around: ParentNode, data: TraceData) {
    this.#around = around
    this.#data = data
    this.#house = new HouseNow(around, data)
  }

  /** Shows the stage as it was at a stop, and says it in words. */
  show(stops: readonly Stop[], at: number): string {
    const { steps } = this.#data
    const passed = new Set(stops.slice(0, at + 1).flat())
    const step = steps.find(({ id }) => id === stops[at]!.at(-1))!
    const count = countOn(steps, step.floor, passed)
    const running = this.#running(step.id, passed)
    const isRunning = running.has(step.id)
    this.#root.dataset.scrubbing = ''
    this.#markRows(running, passed, stops[at]!)
    this.#house.show(step, passed, count)
    this.#tell(step, stops[at]!.length, isRunning)
    this.#askForSource(step, running, passed)
    const more = stops[at]!.length > 1 ? ` and ${stops[at]!.length - 1} more` : ''
    return `${step.layer}: ${step.name}${more}, ${isRunning ? 'running' : step.outcome}`
  }

  /** All as after a run. */
  restore(): void {
    delete this.#root.dataset.scrubbing
    this.#strip?.remove()
    this.#strip = null
    this.#house.restore()
    for (const part of this.#around.querySelectorAll<HTMLElement>('[data-later], [data-running]')) {
      delete part.dataset.later
      delete part.dataset.running
    }
    this.#list?.dispatchEvent(new CustomEvent('glass-light', { detail: null }))
  }

  get #list(): HTMLElement | null {
    return this.#around.querySelector<HTMLElement>(
      `glass-list[data-trace="${CSS.escape(this.#data.id)}"]`,
    )
  }

  get #root(): HTMLElement {
    return this.#around instanceof HTMLElement ? this.#around : document.body
  }

  /** Later rows are dim, and what is not over yet is running. */
  #markRows(running: ReadonlySet<number>, passed: ReadonlySet<number>, stop: Stop): void {
    const list = this.#list
    for (const row of list?.querySelectorAll<HTMLElement>('[data-step]') ?? []) {
      const number = Number(row.dataset.step)
      row.toggleAttribute('data-later', !passed.has(number))
      row.toggleAttribute('data-running', running.has(number))
    }
    for (const fold of list?.querySelectorAll<HTMLElement>('[data-fold]') ?? [])
      fold.toggleAttribute(
        'data-later',
        fold.querySelector('[data-step]:not([data-later])') === null,
      )
    for (const tick of this.#around.querySelectorAll<HTMLElement>('[data-tick]'))
      tick.toggleAttribute('data-later', !passed.has(Number(tick.dataset.tick)))
    list?.dispatchEvent(new CustomEvent('glass-light', { detail: stop }))
  }

  /** What is not over yet: the callers of a step, and itself if something inside it is still to come. */
  #running(id: number, passed: ReadonlySet<number>): ReadonlySet<number> {
    const { steps } = this.#data
    const isOpen = steps.some((step) => step.parent === id && !passed.has(step.id))
    return new Set([...callersOf(steps, id), ...(isOpen ? [id] : [])])
  }

  /** The strip says the step; how it all ended is not known here. */
  #tell(step: DataStep, count: number, isRunning: boolean): void {
    const strip = stripOfStep(
      step.layer,
      count > 1 ? `${step.name} and ${count - 1} more` : step.name,
      isRunning ? 'running' : [step.sentence, step.value].filter(Boolean).join(' · '),
    )
    if (this.#strip) this.#strip.replaceWith(strip)
    else this.#around.querySelector('.strip')?.before(strip)
    this.#strip = strip
  }

  /** The tab Source shows the line in its middle, with what is known so far beside the lines. */
  #askForSource({ id }: DataStep, running: ReadonlySet<number>, passed: ReadonlySet<number>): void {
    const link = this.#list?.querySelector(`[data-step="${id}"] .step-source a`)
    // What is not over yet has given nothing.
    const values = this.#data.steps
      .filter((step) => passed.has(step.id) && !running.has(step.id))
      .filter((step) => step.source !== null && step.value !== null)
      .map(({ source, value }) => [source, value] as const)
    link?.dispatchEvent(new CustomEvent('glass-source', { bubbles: true, detail: new Map(values) }))
  }
}
