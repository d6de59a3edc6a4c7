/** The house while a request is on its way through it: the line ends in a ring, and below it nothing is told. */
import type { DataStep, TraceData } from '#stage/list/trace-data.ts'

const SVG = 'http://www.w3.org/2000/svg'

export class HouseNow {
  readonly #around: ParentNode
  readonly #data: TraceData
  /** What the floors said at the end. */
  readonly #captions = new Map<Element, string>()
  #now: Element | null = null

  constructor(around: ParentNode, data: TraceData) {
    this.#around = around
    this.#data = data
  }

  /** `count` is what its floor did so far: `3 of 7 steps`. */
  show(step: DataStep, passed: ReadonlySet<number>, count: string | null): void {
    const floors = this.#floors
    const been = new Set(
      this.#data.steps
        .filter(({ id, room }) => passed.has(id) && !room)
        .map(({ floor }) => floor as string),
    )
    const deepest = floors.findLastIndex(({ dataset }) => been.has(dataset.floor ?? ''))
    const here = floors.find(({ dataset }) => dataset.floor === step.floor)
    for (const [index, floor] of floors.entries()) {
      const note = floor.querySelector('.house-note')
      if (!note) continue
      if (!this.#captions.has(note)) this.#captions.set(note, note.textContent)
      floor.toggleAttribute('data-later', index > deepest)
      const known = this.#captions.get(note) ?? ''
      note.textContent =
        index === deepest + 1
          ? 'not yet'
          : index > deepest
            ? ''
            : floor === here && count
              ? count
              : known
    }
    const last = floors[deepest]
    if (last) this.#cover(bottomOf(last))
    this.#draw(here ? middleOf(here) : null, step.room)
  }

  restore(): void {
    for (const [note, words] of this.#captions) note.textContent = words
    this.#captions.clear()
    for (const floor of this.#floors) floor.removeAttribute('data-later')
    this.#glass?.style.removeProperty('clip-path')
    this.#now?.remove()
    this.#now = null
  }

  get #house(): Element | null {
    return this.#around.querySelector(`glass-house[data-trace="${CSS.escape(this.#data.id)}"]`)
  }

  get #floors(): SVGElement[] {
    return [...(this.#house?.querySelectorAll<SVGElement>('.house-floor') ?? [])]
  }

  get #glass(): SVGElement | null {
    return this.#house?.querySelector<SVGElement>('.house-glass') ?? null
  }

  /** Glass is where the request has been. */
  #cover(bottom: number): void {
    const glass = this.#glass
    if (!(glass instanceof SVGGraphicsElement)) return
    const { y, height } = glass.getBBox()
    glass.style.clipPath = `inset(0 0 ${Math.max(0, y + height - bottom)}px 0)`
  }

  #draw(y: number | null, isInRoom: boolean): void {
    const line = [...(this.#house?.querySelectorAll<SVGElement>('.house-line') ?? [])].at(-1)
    const whole = line?.querySelector('.house-way')?.getAttribute('d') ?? ''
    const [way = '', turn = ''] = whole.split(/V(?=[\d.]+$)/)
    const x = Number(/[MH]([\d.]+)(?:[ V][\d.]+)?$/.exec(way)?.[1])
    if (!line || Number.isNaN(x)) return
    const end = y ?? Number(turn)
    this.#now?.remove()
    const group = document.createElementNS(SVG, 'g')
    group.setAttribute('class', 'house-now')
    const path = document.createElementNS(SVG, 'path')
    path.setAttribute('class', 'house-way')
    path.setAttribute('d', `${way}V${end}${isInRoom ? 'h24' : ''}`)
    const ring = document.createElementNS(SVG, 'circle')
    ring.setAttribute('cx', String(isInRoom ? x + 24 : x))
    ring.setAttribute('cy', String(end))
    ring.setAttribute('r', '6')
    group.append(path, ring)
    line.append(group)
    this.#now = group
  }
}

const rectOf = (floor: Element) => floor.querySelector('rect')!
const numberOf = (element: Element, name: string) => Number(element.getAttribute(name))
const bottomOf = (floor: Element) =>
  numberOf(rectOf(floor), 'y') + numberOf(rectOf(floor), 'height')
const middleOf = (floor: Element) =>
  numberOf(rectOf(floor), 'y') + numberOf(rectOf(floor), 'height') / 2
