import { showSource } from '#stage/frame/source-tab.ts'
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

/**
 * A trace whose house, steps, source lines and paragraphs light each other.
 * Without it the steps open and the links lead to the same places.
 */
class GlassTrace extends HTMLElement implements Lights {
  #lit: HTMLElement[] = []
  /** Chosen by the reader. What is lit at first is not, so that a press of it opens its source. */
  #pressed: HTMLElement | null = null

  connectedCallback(): void {
    this.addEventListener('click', this.#click)
    this.addEventListener('keydown', this.#keydown)
    for (const floor of this.#floors) {
      floor.setAttribute('role', 'button')
      floor.setAttribute('aria-pressed', 'false')
    }
    join(this)
    const stopped = this.querySelector<HTMLElement>('[data-stopped]')
    if (stopped) this.#explainRefusal(stopped)
    // What the reader did themselves is lit at once; a recording waits to be looked at.
    if (stopped && this.dataset.recorded === undefined) this.#light([stopped])
    if (stopped) this.#bringIntoView(stopped)
  }

  disconnectedCallback(): void {
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
    this.#light(steps)
    this.#pressed = first
    first.querySelector('details')!.open = true
    this.#bringIntoView(first, fromAfar)
    this.#announce(steps)
  }

  clear(): void {
    this.#darken()
  }

  readonly #click = (event: MouseEvent): void => {
    const target = event.target as Element
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    const floor = target.closest<HTMLElement>('a.house-floor')
    const line = target.closest<HTMLAnchorElement>('.step-source a')
    const step = (line ?? target.closest('summary'))?.closest<HTMLElement>('[data-step]')
    if (floor) this.#press(event, floor.classList.contains('chosen'), this.#stepsOn(floor))
    else if (step && line) {
      this.#press(event, false, [step])
      void this.#showSource(line)
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
    this.#light([step])
    this.#announce([step])
  }

  #light(steps: readonly HTMLElement[]): void {
    this.#darken()
    const [first] = steps
    if (!first) return
    const about = paragraphs().filter((each) => steps.some((step) => speaks(each, step)))
    for (const each of about) each.dataset.layer = first.dataset.layer
    this.#lightAll([...steps, ...about, ...steps.flatMap(linesOf)])
    this.#explain(first, about[0])
    const lit = new Set(steps.map(({ dataset }) => dataset.floor))
    for (const floor of this.#floors) setPressed(floor, lit.has(floor.dataset.floor), 'chosen')
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
    this.#pressed = null
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

  async #showSource(link: HTMLAnchorElement): Promise<void> {
    const stage = this.closest('glass-stage')
    if (!stage || !(await showSource(stage, link))) return location.assign(link.href)
    markLines()
  }

  /** Within the stage, if it scrolls by itself. The page moves only for somebody who chose from afar. */
  #bringIntoView(step: HTMLElement, fromAfar = false): void {
    const summary = step.querySelector('summary')!
    const list = this.querySelector<HTMLElement>('.stage-list')
    if (!list || list.scrollHeight <= list.clientHeight + 1) {
      if (fromAfar) summary.scrollIntoView({ block: 'center' })
      return
    }
    const view = list.getBoundingClientRect()
    const { top, bottom } = summary.parentElement!.getBoundingClientRect()
    // Of a long step, its beginning.
    const end = Math.min(bottom, top + view.height - 2 * MARGIN)
    if (top < view.top) list.scrollTop -= view.top - top + MARGIN
    else if (end > view.bottom) list.scrollTop += end - view.bottom + MARGIN
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
}

const MARGIN = 8

/** Lights or darkens; where there is a button for it, the button says so too. */
function setPressed(element: Element, isPressed: boolean, name = 'lit'): void {
  element.classList.toggle(name, isPressed)
  const button = element.querySelector(':scope > .about-mark') ?? element
  if (button.hasAttribute('aria-pressed')) button.setAttribute('aria-pressed', String(isPressed))
}

customElements.define('glass-trace', GlassTrace)
