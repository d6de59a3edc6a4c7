/** The tabs of a stage: links without a script, and a tablist with this. */
import { tabOf, type TabName } from './tabs-of.ts'

export class Tabs {
  readonly #stage: HTMLElement
  /** The one that the act begins at. */
  readonly first: TabName

  constructor(stage: HTMLElement) {
    this.#stage = stage
    this.first = this.current
    const list = stage.querySelector('.stage-ways')
    list?.setAttribute('role', 'tablist')
    for (const tab of this.#tabs) {
      const panel = this.panel(tab.dataset.tab as TabName)
      panel.id = `${tab.id}-panel`
      panel.setAttribute('role', 'tabpanel')
      panel.setAttribute('aria-labelledby', tab.id)
      tab.setAttribute('role', 'tab')
      tab.setAttribute('aria-controls', panel.id)
      tab.removeAttribute('aria-current')
    }
    stage
      .querySelector('.stage-tabs')
      ?.addEventListener('keydown', (event) => this.#walk(event as KeyboardEvent))
    this.#mark(this.first)
  }

  get current(): TabName {
    const shown = this.#stage.querySelector<HTMLElement>('[data-panel]:not([hidden])')
    return (shown?.dataset.panel ?? 'page') as TabName
  }

  panel(tab: TabName): HTMLElement {
    return this.#stage.querySelector<HTMLElement>(`[data-panel="${tab}"]`)!
  }

  /** The tab in which an address is shown here. */
  of(address: string): TabName {
    const panels = [...this.#stage.querySelectorAll<HTMLElement>('[data-panel]')]
    return tabOf(
      address,
      panels.map(({ dataset }) => dataset.panel ?? ''),
    )
  }

  /** Turns to a tab, which begins at its top. What is typed in another stays there. */
  turn(tab: TabName): void {
    if (tab !== this.current) this.#show(tab)
    // A sheet shows one thing at a time.
    this.#stage.dispatchEvent(new CustomEvent('glass-turned'))
  }

  #show(tab: TabName): void {
    for (const panel of this.#stage.querySelectorAll<HTMLElement>('[data-panel]'))
      panel.hidden = panel.dataset.panel !== tab
    this.toTop()
    this.#mark(tab)
  }

  /** With the next frame: to scroll is to measure, and a page may still be coming. */
  toTop(): void {
    requestAnimationFrame(() => {
      this.#stage.querySelector('.stage-window')!.scrollTop = 0
    })
  }

  #mark(current: TabName): void {
    for (const tab of this.#tabs) {
      const isCurrent = tab.dataset.tab === current
      tab.setAttribute('aria-selected', String(isCurrent))
      tab.tabIndex = isCurrent ? 0 : -1
    }
    const more = this.#more
    if (!more) return
    more.tabIndex = current === 'more' ? 0 : -1
    more.toggleAttribute('aria-current', current === 'more')
  }

  #walk(event: KeyboardEvent): void {
    const stops = [...this.#tabs, ...(this.#more ? [this.#more] : [])]
    const here = stops.findIndex((stop) => stop === document.activeElement)
    const by = { ArrowRight: 1, ArrowLeft: -1, Home: -here, End: stops.length - 1 - here }[
      event.key
    ]
    if (here < 0 || by === undefined) return
    event.preventDefault()
    stops[(here + by + stops.length) % stops.length]?.focus()
  }

  get #tabs(): HTMLElement[] {
    return [...this.#stage.querySelectorAll<HTMLElement>('[data-tab]')]
  }

  get #more(): HTMLElement | null {
    return this.#stage.querySelector<HTMLElement>('.stage-more > summary')
  }
}
