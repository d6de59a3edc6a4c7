import { defineWithEdge } from '#stage/answers/edge.ts'
import { announce } from '#stage/answers/announce.ts'

/**
 * The cards of two lanes, as its reader moves them: by arrow keys, or by
 * dragging. The order that they stand in is written into the form below.
 */
export class GlassLanes extends HTMLElement {
  connectedCallback(): void {
    for (const card of this.#cards) {
      card.tabIndex = 0
      card.role = 'button'
      card.ariaRoleDescription = 'card to be moved'
    }
    this.querySelector('.lanes-hint')?.removeAttribute('hidden')
    this.addEventListener('keydown', this.#key)
    this.addEventListener('pointerdown', this.#take)
  }

  get #cards(): readonly HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('.lane-card')]
  }

  readonly #key = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    const card = cardAt(event.target)
    if (!by || !card) return
    event.preventDefault()
    this.#move(card, by)
    card.focus()
  }

  /** The card goes along as soon as the pointer is over another place. */
  readonly #take = (event: PointerEvent): void => {
    const card = cardAt(event.target)
    if (!card) return
    const drag = new AbortController()
    const { signal } = drag
    const follow = ({ clientX }: PointerEvent) => {
      const { left, right } = placeOf(card).getBoundingClientRect()
      if (clientX < left) this.#move(card, -1)
      else if (clientX > right) this.#move(card, 1)
    }
    const drop = () => {
      drag.abort()
      card.focus()
    }
    addEventListener('pointermove', follow, { signal })
    for (const end of ['pointerup', 'pointercancel']) addEventListener(end, drop, { signal })
  }

  /** Changes places with its neighbour, if that is a query of the other one: one’s own keep their order. */
  #move(card: HTMLElement, by: number): void {
    const place = placeOf(card)
    const at = place.cellIndex
    const to = at + by
    const isFree = place.parentElement?.children[to]?.querySelector('.lane-empty')
    if (!isFree) return announce(this, 'It goes no further: its own queries keep their order.')
    for (const row of this.querySelectorAll('tbody tr')) {
      const [left, right] = [Math.min(at, to), Math.max(at, to)].map((each) => row.children[each]!)
      left!.before(right!)
    }
    this.#forget()
    this.#tell()
  }

  /** What came of another order is not said of this one. */
  #forget(): void {
    for (const card of this.#cards) {
      card.removeAttribute('data-refused')
      card.querySelector('span')?.remove()
    }
    for (const status of this.querySelectorAll('.lane-status')) status.textContent = '–'
  }

  #tell(): void {
    const lanes = this.#cards
      .map((card) => [placeOf(card).cellIndex, card.closest('tr')!] as const)
      .sort(([one], [other]) => one - other)
      .map(([, row]) => row)
    const words = lanes.map((row) => row.cells[0]!.textContent.trim()).join(', ')
    const form = this.querySelector<HTMLFormElement>('.lanes-own')!
    form.querySelector<HTMLInputElement>('[name="order"]')!.value = lanes
      .map(({ dataset }) => dataset.lane)
      .join('')
    form.querySelector('strong')!.textContent = words
    form.hidden = false
    announce(this, words)
  }
}

const cardAt = (target: EventTarget | null) =>
  target instanceof Element ? target.closest<HTMLElement>('.lane-card') : null

const placeOf = (card: HTMLElement) => card.closest('td')!

defineWithEdge('glass-lanes', GlassLanes)
