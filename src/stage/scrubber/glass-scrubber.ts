/** Steps through a run as in a debugger: line, floors, rows, source and paragraph move together. */
import { defineWithEdge } from '#stage/answers/edge.ts'
import type { TraceData } from '#stage/list/trace-data.ts'
import { stageOf } from '#stage/lights/kin.ts'
import { bringRest } from '#stage/answers/bring-rest.ts'
import { callersOf, momentHash, momentIn, stopOf, stopsOf, type Stop } from '#trace/stops.ts'
import { ScrubbedStage } from './scrubbed-stage.ts'

/** Between two stops, in milliseconds. */
const PACE = 1_200
const reduced = matchMedia('(prefers-reduced-motion: reduce)')

export class GlassScrubber extends HTMLElement {
  #data: TraceData | null = null
  #stage: ScrubbedStage | null = null
  /** The step it stands at; `null` at the end, where all is as after a run. */
  #at: number | null = null
  #opened = new Set<number>()
  #player = 0
  /** Where a walk is over; `null`: at the step that decides. */
  #until: number | null = null

  /** Then it can move: what a recording leaves out of its page has come. */
  ready: Promise<void> = Promise.resolve()

  connectedCallback(): void {
    const track = this.#track
    this.addEventListener('click', this.#click)
    this.addEventListener('keydown', this.#keydown)
    track.addEventListener('pointerdown', this.#drag)
    track.addEventListener('pointermove', this.#drag)
    addEventListener('hashchange', this.#address)
    this.ready = this.#begin()
  }

  async #begin(): Promise<void> {
    const around = stageOf(this)
    // Its data is placed after it.
    await Promise.resolve()
    // Where the server is away, the run stands still.
    if (!this.#jsonIn(around)) await bringRest(around).catch(() => undefined)
    const json = this.#jsonIn(around)
    if (!json || !this.isConnected) return
    // Our own server has written it, from `TraceData`.
    this.#data = JSON.parse(json.textContent) as TraceData
    this.#stage = new ScrubbedStage(around, this.#data)
    this.#address()
  }

  #jsonIn(around: ParentNode): Element | null {
    const { track = '' } = this.#track.dataset
    return around.querySelector(`script[data-trace="${CSS.escape(track)}"]`)
  }

  disconnectedCallback(): void {
    removeEventListener('hashchange', this.#address)
    this.#pause()
    this.#stage?.restore()
    // A stage that is only moved comes back at once.
    queueMicrotask(() => this.isConnected || this.#leaveAddress())
  }

  /** Goes on by so many stops. */
  move(by: number): void {
    const stops = this.#stops
    const here = this.#at === null ? stops.length - 1 : stopOf(stops, this.#at)
    this.#halt(here + by)
  }

  /** Halts at the stop of a step, if there is one. */
  goTo(step: number): void {
    const stop = stopOf(this.#stops, step)
    if (stop >= 0) this.#halt(stop)
  }

  /** Stands at the first step with a tag, and plays to the last one with another. Whether there is one. */
  walk(from: string, to: string): boolean {
    const { steps = [] } = this.#data ?? {}
    const first = steps.find(({ tag }) => tag === from)
    if (!first) return false
    this.#until = steps.findLast(({ tag }) => tag === to)?.id ?? null
    this.goTo(first.id)
    this.#track.focus({ preventScroll: true })
    return true
  }

  get #track(): HTMLElement {
    return this.querySelector<HTMLElement>('[data-track]')!
  }

  get #stops(): readonly Stop[] {
    const { steps = [], folds = [] } = this.#data ?? {}
    const groups = folds.map((ids, index) => ({ ids, isOpen: this.#opened.has(index) }))
    return stopsOf(
      steps.map(({ id }) => id),
      groups,
    )
  }

  #halt(wanted: number): void {
    const stops = this.#stops
    const at = Math.max(0, Math.min(stops.length - 1, wanted))
    const stop = stops[at]
    if (!stop || !this.#stage || !this.#data) return
    if (at === stops.length - 1) return this.#end()
    this.#at = stop.at(-1)!
    const words = this.#stage.show(stops, at)
    this.#say(at + 1, stops.length, `step ${at + 1} of ${stops.length}, ${words}`)
    this.#keepAddress(stop[0]!)
  }

  #end(): void {
    const { length } = this.#stops
    this.#pause()
    this.#at = null
    this.#until = null
    this.#opened.clear()
    this.#leaveAddress()
    this.#stage?.restore()
    this.#say(length, length, `at the end, after ${this.#data?.steps.length ?? 0} steps`)
  }

  #say(now: number, of: number, words: string): void {
    const track = this.#track
    track.setAttribute('aria-valuenow', String(now))
    track.setAttribute('aria-valuemax', String(of))
    track.setAttribute('aria-valuetext', words)
  }

  readonly #click = ({ target }: Event): void => {
    const { by } = (target as Element).closest<HTMLElement>('[data-by]')?.dataset ?? {}
    if (by !== undefined) void this.ready.then(() => this.move(Number(by)))
  }

  readonly #drag = (event: PointerEvent): void => {
    if (event.buttons !== 1) return
    const track = this.#track
    track.setPointerCapture(event.pointerId)
    const { left, width } = track.getBoundingClientRect()
    const ticks = this.#data?.steps ?? []
    const index = Math.floor(((event.clientX - left) / width) * ticks.length)
    const tick = ticks[Math.max(0, Math.min(ticks.length - 1, index))]
    if (tick) this.goTo(tick.id)
  }

  readonly #keydown = (event: KeyboardEvent): void => {
    const moves: Readonly<Record<string, () => void>> = {
      ArrowRight: () => (event.shiftKey ? this.#into() : this.move(1)),
      ArrowLeft: () => this.move(-1),
      ArrowUp: () => this.#toCaller(),
      ArrowDown: () => this.#into(),
      Home: () => this.#halt(0),
      End: () => this.#end(),
      Escape: () => this.#end(),
      ' ': () => this.#play(),
    }
    const move = moves[event.key]
    if (!move) return
    event.preventDefault()
    if (event.key !== ' ') this.#pause()
    void this.ready.then(move)
  }

  /** From a group to the first of its steps. */
  #into(): void {
    const fold =
      this.#data?.folds.findIndex((ids) => this.#at !== null && ids.includes(this.#at)) ?? -1
    if (fold < 0 || this.#opened.has(fold)) return this.move(1)
    this.#opened.add(fold)
    this.goTo(this.#data!.folds[fold]![0]!)
  }

  #toCaller(): void {
    const { steps = [] } = this.#data ?? {}
    const [caller] = callersOf(steps, this.#at ?? steps.at(-1)?.id ?? 0)
    if (caller !== undefined) this.goTo(caller)
  }

  #play(): void {
    if (this.#player !== 0) return this.#pause()
    if (reduced.matches) return
    if (this.#at === null) this.#halt(0)
    const last = this.#until ?? this.#data?.end.step ?? null
    this.#player = window.setInterval(() => {
      this.move(1)
      if (this.#at === null || this.#at === last) this.#pause()
    }, PACE)
  }

  #pause(): void {
    clearInterval(this.#player)
    this.#player = 0
  }

  /** `#six-tries.2@11` leads to a step of a recording, `#run-2.11` to one of a run. */
  readonly #address = (): void => {
    const moment = this.#moment
    if (moment) this.goTo(moment.step)
  }

  /** The moment of this run to which the address leads. */
  get #moment() {
    const moment = momentIn(location.hash)
    const { track } = this.#track.dataset
    const isOurs = moment?.run == null ? moment?.trace === track : moment.run === this.dataset.run
    return isOurs ? moment : null
  }

  /** A run of another act has the same number: once it is over, the address leads to none. */
  #leaveAddress(): void {
    if (this.#moment) history.replaceState(history.state, '', location.pathname + location.search)
  }

  #keepAddress(step: number): void {
    const { track = null } = this.#track.dataset
    const hash = momentHash({ trace: track, run: this.dataset.run ?? null, step })
    if (hash !== '') history.replaceState(history.state, '', hash)
  }
}

defineWithEdge('glass-scrubber', GlassScrubber)
