import { nextStop, type Stop } from './next-stop.ts'

const KEY = 'glasshouse-projector'
/** What a class does with a teacher, in the order of the text. */
const STOPS = '.lesson :is(form.run, glass-question, .task-place)'

/** Big type, and keys that lead through a lesson, for a teacher who stands at a projector. */
class GlassTeacher extends HTMLElement {
  #left = new AbortController()
  #now: Element | null = null
  /** Pressed since it was reached. */
  #isPressed = false

  connectedCallback(): void {
    const { signal } = (this.#left = new AbortController())
    const tools = this.querySelector<HTMLElement>('.teacher-tools')
    if (tools) tools.hidden = false
    this.#show(read())
    this.querySelector('[data-projector]')?.addEventListener(
      'click',
      () => this.#show(!('projector' in document.documentElement.dataset)),
      { signal },
    )
    document.addEventListener('keydown', (event) => this.#press(event), { signal })
  }

  disconnectedCallback(): void {
    this.#left.abort()
  }

  #show(isBig: boolean): void {
    document.documentElement.toggleAttribute('data-projector', isBig)
    this.querySelector('[data-projector]')?.setAttribute('aria-pressed', String(isBig))
    keep(isBig)
  }

  #press(event: KeyboardEvent): void {
    const { key, target, altKey, ctrlKey, metaKey } = event
    if (altKey || ctrlKey || metaKey || (key !== 'n' && key !== 'p')) return
    // Somebody types.
    if (target instanceof Element && target.closest('input, textarea, select, [contenteditable]'))
      return
    event.preventDefault()
    const elements = [...document.querySelectorAll<HTMLElement>(STOPS)].filter(
      (element) => !element.parentElement?.closest(STOPS) && element.checkVisibility(),
    )
    const now = elements.findIndex((element) => element === this.#now)
    const stops = elements.map((element, index): Stop => ({
      isRun: element.matches('form.run'),
      isPressed: index === now && this.#isPressed,
    }))
    const { presses, at } = nextStop(stops, now, key === 'n' ? 1 : -1)
    const stop = elements[at]
    if (!stop) return
    this.#isPressed = presses
    if (presses && stop instanceof HTMLFormElement) return stop.requestSubmit()
    this.#now = stop
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches
    stop.scrollIntoView({ block: 'center', behavior: still ? 'auto' : 'smooth' })
    stop.querySelector<HTMLElement>('button, input, a')?.focus({ preventScroll: true })
  }
}

function read(): boolean {
  try {
    return sessionStorage.getItem(KEY) === 'on'
  } catch {
    return false
  }
}

function keep(isBig: boolean): void {
  try {
    sessionStorage.setItem(KEY, isBig ? 'on' : 'off')
  } catch {
    // Storage is off: the choice holds for this page.
  }
}

customElements.define('glass-teacher', GlassTeacher)
