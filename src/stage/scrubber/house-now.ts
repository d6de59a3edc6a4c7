/** The house while a request is on its way through it: the line ends in a ring, and below it nothing is told. */
import type { DataStep, TraceData } from '#stage/list/trace-data.ts'
import { FloorsNow } from './floors-now.ts'
import { LineNow } from './line-now.ts'

export class HouseNow {
  readonly #around: ParentNode
  readonly #data: TraceData
  readonly #floors = new FloorsNow(() => this.#house)
  readonly #line = new LineNow()

  constructor(around: ParentNode, data: TraceData) {
    this.#around = around
    this.#data = data
  }

  /** `count` is what its floor did so far: `3 of 7 steps`. */
  show(step: DataStep, passed: ReadonlySet<number>, count: string | null): void {
    const own = this.#data.steps.filter(({ id, room }) => passed.has(id) && !room)
    this.#floors.show(
      new Set<string>(own.map(({ floor }) => floor)),
      count === null ? null : { floor: step.floor, words: count },
    )
    const line = [...(this.#house?.querySelectorAll('.house-line') ?? [])].at(-1)
    this.#line.draw(line, this.#floors.middleOf(step.floor), step.room)
  }

  restore(): void {
    this.#floors.restore()
    this.#line.remove()
  }

  get #house(): Element | null {
    return this.#around.querySelector(`glass-house[data-trace="${CSS.escape(this.#data.id)}"]`)
  }
}
