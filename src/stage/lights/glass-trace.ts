import { copy, offerCopy } from '#stage/take-away/curl-copy.ts'
import { fetchSource, hideSource, showSource } from '#stage/frame/source-pane.ts'
import {
  clearOthers,
  join,
  leave,
  linesOf,
  markLines,
  paragraphs,
  speaks,
  type Lights,
} from './text-lights.ts'

const SOURCE = /([^/]+):(\d+)$/
// Whoever closes the source has seen enough of it, until they ask for a line.
let isWanted = true
// A new trace takes the place of the old one, and its source that of the old one's.
let wasOpen = false

/**
 * A trace whose house, steps, source lines and paragraphs light each other.
 * Without it the steps open and the links lead to the same places.
 */
class GlassTrace extends HTMLElement implements Lights {
  #lit: HTMLElement[] = []
  #chosen: HTMLElement | null = null
  /** Chosen by the reader. What is lit at first is not, so that a press of it opens its source. */
  #pressed: HTMLElement | null = null

  connectedCallback(): void {
    this.addEventListener('click', this.#click)
    this.addEventListener('keydown', this.#keydown)
    for (const floor of this.#floors) {
      floor.setAttribute('role', 'button')
      floor.setAttribute('aria-pressed', 'false')
    }
    offerCopy(this)
    join(this)
    const stopped = this.querySelector<HTMLElement>('[data-stopped]')
    if (stopped) this.#explainRefusal(stopped)
    // What the reader did themselves is lit at once; a recording waits to be looked at.
    if (stopped && !this.querySelector('[data-recorded]')) this.#light([stopped], wasOpen)
  }

  disconnectedCallback(): void {
    wasOpen = this.#pane?.hidden === false
    this.clear()
    leave(this)
  }

  get steps(): readonly HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('[data-step]')]
  }

  /** Lights the steps and all that belongs to them, and opens the first. */
  choose(steps: readonly HTMLElement[], { fromAfar = false } = {}): void {
    const [first] = steps
    if (!first) return
    this.#light(steps, isWanted)
    this.#pressed = first
    first.querySelector('details')!.open = true
    this.#bringIntoView(first, fromAfar)
    this.#announce(steps)
  }

  clear(): void {
    const chosen = this.#chosen
    this.#darken()
    if (this.#pane) hideSource(this.#pane, chosen?.querySelector('summary'))
  }

  readonly #click = (event: MouseEvent): void => {
    const target = event.target as Element
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    const floor = target.closest<HTMLElement>('a.house-floor')
    const line = target.closest('.step-source a')
    const step = (line ?? target.closest('summary'))?.closest<HTMLElement>('[data-step]')
    if (target.closest('[data-copy]')) void copy(this).then((sentence) => this.#say(sentence))
    else if (target.closest('.source-pane-close')) this.#closeSource()
    else if (floor) this.#press(event, floor.classList.contains('chosen'), this.#stepsOn(floor))
    else if (step && line) {
      isWanted = true
      this.#press(event, false, [step])
    } else if (step) this.#toggle(event, step)
  }

  /** The first press opens a step and chooses it, even if it was open; the next one closes it. */
  #toggle(event: Event, step: HTMLElement): void {
    if (step === this.#pressed && step.querySelector('details')?.open) this.clear()
    else this.#press(event, false, [step])
  }

  #press(event: Event, isPressed: boolean, steps: readonly HTMLElement[]): void {
    event.preventDefault()
    clearOthers(this)
    if (isPressed) this.clear()
    else this.choose(steps, { fromAfar: event.target instanceof SVGElement })
  }

  #stepsOn(floor: HTMLElement): readonly HTMLElement[] {
    const first = document.getElementById(floor.getAttribute('href')?.slice(1) ?? '')
    const { floor: name } = floor.dataset
    const others = this.steps.filter((step) => step.dataset.floor === name && step !== first)
    return first ? [first, ...others] : others
  }

  /** Up and down walk along the request: what is passed is lit, and not opened. */
  readonly #keydown = (event: KeyboardEvent): void => {
    const target = event.target as HTMLElement
    const isFloor = target.matches('a.house-floor')
    if (isFloor && event.key === ' ') {
      event.preventDefault()
      target.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))
    }
    const stops = isFloor ? this.#floors : [...this.querySelectorAll('.ribbon summary')]
    const by = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key]
    const here = stops.indexOf(target)
    if (by === undefined || here < 0) return
    event.preventDefault()
    const stop = stops[Math.max(0, Math.min(stops.length - 1, here + by))] as HTMLElement
    stop.focus()
    const step = stop.closest<HTMLElement>('[data-step]')
    if (!step) return
    clearOthers(this)
    this.#light([step], isWanted)
    this.#announce([step])
  }

  #light(steps: readonly HTMLElement[], withSource: boolean): void {
    this.#darken()
    const [first] = steps
    if (!first) return
    this.#chosen = first
    const about = paragraphs().filter((each) => steps.some((step) => speaks(each, step)))
    for (const each of about) each.dataset.layer = first.dataset.layer
    this.#lightAll([...steps, ...about, ...steps.flatMap(linesOf)])
    this.#explain(first, about[0])
    const lit = new Set(steps.map(({ dataset }) => dataset.floor))
    for (const floor of this.#floors) setPressed(floor, lit.has(floor.dataset.floor), 'chosen')
    if (withSource) void this.#showSource(first, steps)
  }

  #lightAll(elements: readonly HTMLElement[]): void {
    for (const each of elements) setPressed(each, true)
    this.#lit.push(...elements)
  }

  #darken(): void {
    for (const each of this.#lit) {
      setPressed(each, false)
      if (each.dataset.about !== undefined) delete each.dataset.layer
    }
    for (const floor of this.#floors) setPressed(floor, false, 'chosen')
    this.querySelector('.step-explained')?.remove()
    this.#lit = []
    this.#chosen = this.#pressed = null
  }

  /** A way from a step to its paragraph, which may be far up the page. */
  #explain(step: HTMLElement, paragraph: HTMLElement | undefined): void {
    if (!paragraph?.id) return
    const link = document.createElement('a')
    link.className = 'step-explained'
    link.href = `#${paragraph.id}`
    link.textContent = 'Explained in the text'
    step.querySelector(':scope > details .step-source')?.before(link)
  }

  /** Who caught it is explained by this lesson, where one of its paragraphs speaks of it. */
  #explainRefusal(stopped: HTMLElement): void {
    const about = paragraphs().find((each) => each.id && speaks(each, stopped))
    if (!about) return
    const { guard = '' } = this.querySelector<HTMLElement>('.caught')?.dataset ?? {}
    const where = this.closest('[data-stage]') ?? this
    for (const link of where.querySelectorAll(`.caught[data-guard="${CSS.escape(guard)}"] a`))
      link.setAttribute('href', `#${about.id}`)
  }

  async #showSource(step: HTMLElement, steps: readonly HTMLElement[]): Promise<void> {
    const link = step.querySelector<HTMLAnchorElement>(':scope > details .step-source a')
    const pane = this.#pane
    if (!pane) return
    if (!link) return hideSource(pane)
    // Where the server is away, the link is there, and leads to the same lines once it is back.
    const page = await fetchSource(link).catch(() => null)
    if (this.#chosen !== step) return
    if (!page) return hideSource(pane)
    showSource(pane, link, page)
    markLines()
    this.#lightAll(steps.flatMap(linesOf).filter((line) => pane.contains(line)))
    this.#bringIntoView(step)
  }

  #closeSource(): void {
    isWanted = false
    if (this.#pane) hideSource(this.#pane, this.#chosen?.querySelector('summary'))
  }

  /** Within the stage, if it scrolls by itself. The page moves only for somebody who chose from afar. */
  #bringIntoView(step: HTMLElement, fromAfar = false): void {
    const summary = step.querySelector('summary')!
    const stage = this.closest<HTMLElement>('[data-stage]')
    if (!stage || stage.scrollHeight <= stage.clientHeight + 1) {
      if (fromAfar) summary.scrollIntoView({ block: 'center' })
      return
    }
    const view = stage.getBoundingClientRect()
    const first = view.top + (stage.querySelector('.stage-bar')?.clientHeight ?? 0)
    const last = view.bottom - (this.#pane?.clientHeight ?? 0)
    const { top, bottom } = summary.parentElement!.getBoundingClientRect()
    // Of a long step, its beginning.
    const end = Math.min(bottom, top + (last - first) / 2)
    if (top < first) stage.scrollTop -= first - top + MARGIN
    else if (end > last) stage.scrollTop += end - last + MARGIN
  }

  #announce(steps: readonly HTMLElement[]): void {
    const [first] = steps
    if (!first) return
    const name = first.querySelector('.step-name')?.textContent.trim() ?? ''
    const more = steps.length > 1 ? ` and ${steps.length - 1} more` : ''
    const [, file, line] = SOURCE.exec(first.dataset.source ?? '') ?? []
    const source = file ? `, line ${line} of ${file}` : ''
    const isExplained = this.#lit.some(({ dataset }) => dataset.about !== undefined)
    const explained = isExplained ? ' A paragraph of the text explains it.' : ''
    this.#say(`${first.dataset.layer}: ${name}${more}${source}.${explained}`)
  }

  #say(sentence: string): void {
    const part = (this.closest('[data-stage]') ?? document).querySelector('[data-part="announce"]')
    if (part) part.textContent = sentence
  }

  get #floors(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('a.house-floor')]
  }

  get #pane(): HTMLElement | null {
    return this.querySelector<HTMLElement>('.source-pane')
  }
}

const MARGIN = 8

/** Lights or darkens; where there is a button for it, the button says so too. */
function setPressed(element: Element, isPressed: boolean, name = 'lit'): void {
  element.classList.toggle(name, isPressed)
  const button = element.querySelector(':scope > .about-mark') ?? element
  if (button.hasAttribute('aria-pressed')) button.setAttribute('aria-pressed', String(isPressed))
}

customElements.define('glass-trace', GlassTrace)
