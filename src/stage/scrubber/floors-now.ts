/** The floors of a house while requests are on their way down: below the deepest nothing is told. */

export class FloorsNow {
  readonly #house: () => Element | null
  /** What the floors said at the end. */
  readonly #captions = new Map<Element, string>()

  constructor(house: () => Element | null) {
    this.#house = house
  }

  /** `been` are the floors that were come to; `said` is what stands on one of them instead of its caption. */
  show(
    been: ReadonlySet<string>,
    said: { readonly floor: string; readonly words: string } | null = null,
  ): void {
    const floors = this.#floors
    const deepest = floors.findLastIndex(({ dataset }) => been.has(dataset.floor ?? ''))
    for (const [index, floor] of floors.entries()) {
      const note = floor.querySelector('.house-note')
      if (!note) continue
      if (!this.#captions.has(note)) this.#captions.set(note, note.textContent)
      floor.toggleAttribute('data-later', index > deepest)
      const known = this.#captions.get(note) ?? ''
      const here = floor.dataset.floor === said?.floor ? said?.words : undefined
      const later = index === deepest + 1 ? 'not yet' : ''
      note.textContent = index > deepest ? later : (here ?? known)
    }
    const last = floors[deepest]
    if (last) this.#cover(bottomOf(last))
  }

  restore(): void {
    for (const [note, words] of this.#captions) note.textContent = words
    this.#captions.clear()
    for (const floor of this.#floors) floor.removeAttribute('data-later')
    this.#glass?.style.removeProperty('clip-path')
  }

  /** How far down a floor is, in units of the drawing; `null` for what is beside the floors. */
  middleOf(name: string): number | null {
    const floor = this.#floors.find(({ dataset }) => dataset.floor === name)
    return floor ? numberOf(rectOf(floor), 'y') + numberOf(rectOf(floor), 'height') / 2 : null
  }

  get #floors(): readonly SVGElement[] {
    return [...(this.#house()?.querySelectorAll<SVGElement>('.house-floor') ?? [])]
  }

  get #glass(): SVGElement | null {
    return this.#house()?.querySelector<SVGElement>('.house-glass') ?? null
  }

  /** Glass is where the request has been. */
  #cover(bottom: number): void {
    const glass = this.#glass
    if (!(glass instanceof SVGGraphicsElement)) return
    const { y, height } = glass.getBBox()
    glass.style.clipPath = `inset(0 0 ${Math.max(0, y + height - bottom)}px 0)`
  }
}

const rectOf = (floor: Element) => floor.querySelector('rect')!
const numberOf = (element: Element, name: string) => Number(element.getAttribute(name))
const bottomOf = (floor: Element) =>
  numberOf(rectOf(floor), 'y') + numberOf(rectOf(floor), 'height')
