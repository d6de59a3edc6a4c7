import { defineWithEdge } from '#stage/answers/edge.ts'
import { announce } from '#stage/answers/announce.ts'

/**
 * Puts two runs beside each other: Shift on a chip, or “+ compare” and then a
 * chip. The addresses are those that work without it; the stage asks for them.
 */
export class GlassCompare extends HTMLElement {
  #left = new AbortController()

  connectedCallback(): void {
    const { signal } = (this.#left = new AbortController())
    this.addEventListener('click', this.#press, { signal })
    this.addEventListener('keydown', this.#escape, { signal })
    this.closest('.stage')?.addEventListener('click', this.#chooseRow, { signal })
    if (this.dataset.comparing !== undefined) void import('./glass-compare-track.ts')
    const { opens } = this.dataset
    if (opens) setTimeout(() => signal.aborted || this.#go(opens), AFTER_RUN)
  }

  disconnectedCallback(): void {
    this.#left.abort()
  }

  readonly #press = (event: MouseEvent): void => {
    const link = event.target instanceof Element && event.target.closest('a')
    if (!link) return
    const { number } = link.dataset
    const { shown } = this.dataset
    const isSecond = event.shiftKey || this.dataset.choosing !== undefined
    if (link.matches('[data-choose]')) this.#choose(this.dataset.choosing === undefined)
    else if (!number || !isSecond || !shown) return
    else if (number !== shown) this.#go(`/sandbox/runs/${shown}/with/${number}`)
    event.preventDefault()
    event.stopPropagation()
  }

  #choose(isOn: boolean): void {
    this.toggleAttribute('data-choosing', isOn)
    announce(this, isOn ? 'Press the run to compare with. Escape lets go.' : '')
  }

  readonly #escape = ({ key }: KeyboardEvent): void => {
    if (key === 'Escape' && this.dataset.choosing !== undefined) this.#choose(false)
  }

  /** The query of a row stands in the page already. */
  readonly #chooseRow = (event: Event): void => {
    const link = event.target instanceof Element && event.target.closest('a[data-query]')
    const list = link && link.closest('.compare')
    if (!link || !list) return
    event.preventDefault()
    event.stopPropagation()
    const { query } = (link as HTMLElement).dataset
    for (const each of list.querySelectorAll('a[data-query]'))
      each.toggleAttribute('aria-current', false)
    link.setAttribute('aria-current', 'true')
    for (const each of list.querySelectorAll<HTMLElement>('[data-of]'))
      each.hidden = each.dataset.of !== query
  }

  /** As a press of a link: the stage shows it in place, and any other page goes there. */
  #go(href: string): void {
    const link = Object.assign(document.createElement('a'), { href, hidden: true })
    this.append(link)
    link.click()
    link.remove()
  }
}

/** The line in the house has come down by then, in milliseconds. */
const AFTER_RUN = 900

defineWithEdge('glass-compare', GlassCompare)
