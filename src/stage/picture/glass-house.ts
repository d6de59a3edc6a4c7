import { defineWithEdge } from '#stage/answers/edge.ts'

/**
 * Lets the line of a new run come down, once, and makes the floors one tab
 * stop. Until the line is there nothing on the stage says how it ended.
 */

/** In milliseconds, from the moment the answer is there. */
const BEGINS = 80
const ARRIVES = 400
const TOLD = 460
const ENDS = 520
const MOMENT = 60

const isStill = matchMedia('(prefers-reduced-motion: reduce)')
// What stands in the page when this file comes is no new run.
let isHere = false

class GlassHouse extends HTMLElement {
  #motion: Motion | null = null

  connectedCallback(): void {
    const floors = this.#floors
    for (const floor of floors) {
      floor.setAttribute('role', 'button')
      floor.setAttribute('aria-pressed', 'false')
    }
    this.#standOn(floors.find(({ dataset }) => dataset.end !== undefined) ?? floors[0])
    this.addEventListener('keydown', this.#keydown)
    if (isHere && !('still' in this.dataset) && !isStill.matches) this.#motion = new Motion(this)
  }

  disconnectedCallback(): void {
    this.#motion?.end()
  }

  get #floors(): SVGAElement[] {
    return [...this.querySelectorAll<SVGAElement>('a.house-floor')]
  }

  #standOn(floor: SVGAElement | undefined): void {
    for (const each of this.#floors) each.setAttribute('tabindex', each === floor ? '0' : '-1')
  }

  readonly #keydown = (event: KeyboardEvent): void => {
    const floors = this.#floors
    const here = floors.findIndex((floor) => floor === event.target)
    if (here < 0) return
    if (event.key === ' ') {
      event.preventDefault()
      floors[here]?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))
    }
    const by = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key]
    if (by === undefined) return
    event.preventDefault()
    const floor = floors[Math.max(0, Math.min(floors.length - 1, here + by))]
    this.#standOn(floor)
    floor?.focus()
  }
}

/** Everything that moves. A press of anything ends it at once: what came of the run is there then. */
class Motion {
  readonly #stage: HTMLElement
  readonly #parts: Animation[] = []
  readonly #timers: readonly number[]

  constructor(house: HTMLElement) {
    this.#stage = house.closest<HTMLElement>('.stage') ?? house
    // Strip, list and badges wait for it, by their style.
    this.#stage.dataset.moving = ''
    for (const line of house.querySelectorAll<SVGGElement>('.house-line'))
      this.#moveLine(house, line)
    this.#timers = [
      window.setTimeout(() => this.#tell(), TOLD),
      window.setTimeout(() => this.end(), ENDS),
    ]
    document.addEventListener('pointerdown', this.#stop, { capture: true })
    document.addEventListener('keydown', this.#stop, { capture: true })
  }

  end(): void {
    this.#tell()
    for (const timer of this.#timers) clearTimeout(timer)
    document.removeEventListener('pointerdown', this.#stop, { capture: true })
    document.removeEventListener('keydown', this.#stop, { capture: true })
  }

  #tell(): void {
    delete this.#stage.dataset.moving
  }

  readonly #stop = (): void => {
    for (const part of this.#parts) part.finish()
    this.end()
  }

  #moveLine(house: HTMLElement, line: SVGGElement): void {
    const [from, turn] = [Number(line.dataset.from), Number(line.dataset.turn)]
    const passes = (y: number) =>
      BEGINS + ((ARRIVES - BEGINS) * Math.max(0, y - from)) / Math.max(1, turn - from)
    for (const way of line.querySelectorAll('.house-way')) {
      const isStopped = way.matches('.house-stopped')
      this.#draw(way, isStopped ? ARRIVES : BEGINS, isStopped ? MOMENT : ARRIVES - BEGINS)
    }
    for (const part of line.querySelectorAll<SVGElement>('[data-y]'))
      this.#appear(part, passes(Number(part.dataset.y)))
    for (const floor of house.querySelectorAll<SVGElement>('.house-floor.lit')) {
      const top = Number(floor.querySelector('rect')?.getAttribute('y'))
      for (const part of floor.querySelectorAll('.house-edge, .house-note'))
        this.#appear(part, passes(top))
    }
    const glass = house.querySelector('.house-glass')
    if (glass) this.#uncover(glass)
    for (const part of line.querySelectorAll('.house-end, .house-slab')) this.#appear(part, ARRIVES)
    for (const part of line.querySelectorAll('.house-reply, .house-status'))
      this.#appear(part, TOLD, 100)
  }

  #appear(part: Element, delay: number, duration = MOMENT): void {
    this.#parts.push(part.animate({ opacity: [0, 1] }, { delay, duration, fill: 'backwards' }))
  }

  #draw(way: Element, delay: number, duration: number): void {
    const drawn = { strokeDasharray: ['1', '1'], strokeDashoffset: [1, 0] }
    this.#parts.push(way.animate(drawn, { delay, duration, fill: 'backwards' }))
  }

  #uncover(glass: Element): void {
    const clipPath = ['inset(0 0 100% 0)', 'inset(0 0 0 0)']
    const time = { delay: BEGINS, duration: ARRIVES - BEGINS, fill: 'backwards' as const }
    this.#parts.push(glass.animate({ clipPath }, time))
  }
}

defineWithEdge('glass-house', GlassHouse)
isHere = true
