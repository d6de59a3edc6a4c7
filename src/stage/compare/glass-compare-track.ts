import { defineWithEdge } from '#stage/answers/edge.ts'
import { ComparedStage } from './compared-stage.ts'

/** Between two rows, in milliseconds. */
const PACE = 1_200
const reduced = matchMedia('(prefers-reduced-motion: reduce)')

/** Steps through two runs at once, by the rows in which they stand beside each other. */
export class GlassCompareTrack extends HTMLElement {
  #stage: ComparedStage | null = null
  /** The row it stands at, from 0; `null` at the end, where all is as after the runs. */
  #at: number | null = null
  #player = 0
  #left = new AbortController()

  connectedCallback(): void {
    const { signal } = (this.#left = new AbortController())
    const stage = this.closest<HTMLElement>('.stage')
    if (!stage) return
    this.#stage = new ComparedStage(stage)
    this.addEventListener('click', this.#click, { signal })
    this.addEventListener('keydown', this.#keydown, { signal })
    for (const type of ['pointerdown', 'pointermove'] as const)
      this.#track.addEventListener(type, this.#drag, { signal })
  }

  disconnectedCallback(): void {
    this.#left.abort()
    this.#pause()
    this.#stage?.restore()
  }

  /** Halts at a row; at the last all is as after the runs. */
  goTo(wanted: number): void {
    const count = this.#count
    const at = Math.max(0, Math.min(count - 1, wanted))
    if (!this.#stage || count === 0) return
    const isEnd = at === count - 1
    this.#at = isEnd ? null : at
    if (isEnd) this.#pause()
    if (isEnd) this.#stage.restore()
    const words = isEnd ? null : this.#stage.show(at)
    const track = this.#track
    track.setAttribute('aria-valuenow', String(at + 1))
    track.setAttribute(
      'aria-valuetext',
      words === null ? `at the end, after ${count} rows` : `row ${at + 1} of ${count}, ${words}`,
    )
    for (const [index, tick] of [...track.children].entries()) {
      tick.toggleAttribute('data-later', index > at)
      tick.classList.toggle('chosen', index === this.#at)
    }
  }

  get #track(): HTMLElement {
    return this.querySelector<HTMLElement>('.track')!
  }

  get #count(): number {
    return this.#stage?.rows.length ?? 0
  }

  #move(by: number): void {
    this.goTo((this.#at ?? this.#count - 1) + by)
  }

  readonly #click = ({ target }: Event): void => {
    const { by } = (target as Element).closest<HTMLElement>('[data-by]')?.dataset ?? {}
    if (by !== undefined) this.#move(Number(by))
  }

  readonly #drag = (event: PointerEvent): void => {
    if (event.buttons !== 1) return
    const track = this.#track
    track.setPointerCapture(event.pointerId)
    const { left, width } = track.getBoundingClientRect()
    this.goTo(Math.floor(((event.clientX - left) / width) * this.#count))
  }

  readonly #keydown = (event: KeyboardEvent): void => {
    const moves: Readonly<Record<string, () => void>> = {
      ArrowRight: () => this.#move(1),
      ArrowLeft: () => this.#move(-1),
      Home: () => this.goTo(0),
      End: () => this.goTo(this.#count),
      Escape: () => this.goTo(this.#count),
      ' ': () => this.#play(),
    }
    const move = moves[event.key]
    if (!move) return
    event.preventDefault()
    if (event.key !== ' ') this.#pause()
    move()
  }

  /** As far as the first row that differs, and from there to the end. */
  #play(): void {
    if (this.#player !== 0) return this.#pause()
    if (reduced.matches) return
    if (this.#at === null) this.goTo(0)
    const first = this.#stage?.rows.findIndex(({ dataset }) => dataset.differs !== undefined)
    this.#player = window.setInterval(() => {
      this.#move(1)
      if (this.#at === null || this.#at === first) this.#pause()
    }, PACE)
  }

  #pause(): void {
    clearInterval(this.#player)
    this.#player = 0
  }
}

defineWithEdge('glass-compare-track', GlassCompareTrack)
