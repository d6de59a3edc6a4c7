/** The windows of a stage, one for each person who acts, and the rooms beside them. */
import { pathFor, splitPersona } from '#http/links.ts'
import { tabOf } from './tabs-of.ts'

export class Windows {
  readonly #stage: HTMLElement
  /** Who acts was chosen, and has sent nothing yet: no trace says so. */
  #isChosen = false

  constructor(stage: HTMLElement) {
    this.#stage = stage
  }

  get all(): readonly HTMLElement[] {
    return [...this.#stage.querySelectorAll<HTMLElement>('[data-persona]')]
  }

  /** The window of a person, or the first. */
  of(persona: string): HTMLElement {
    return this.#own(persona) ?? this.all[0] ?? this.#stage
  }

  /** Who acts, as far as a room is concerned: it stands in nobody’s window. */
  get acting(): string {
    return this.#stage.dataset.acts ?? this.all[0]?.dataset.persona ?? 'you'
  }

  /** Somebody has sent something; `null`: the act begins anew, with the first of its people. */
  sentAs(persona: string | null): void {
    this.#isChosen = false
    if (persona === null) delete this.#stage.dataset.acts
    else this.#stage.dataset.acts = persona
  }

  /** A room, as it is for whoever acts. */
  roomOf(url: string): string {
    const isOfSomebody = splitPersona(url).path !== url
    return this.#isChosen && !isOfSomebody ? pathFor(this.acting, url) : url
  }

  /** Whoever has a window of their own is shown there; the only window there is changes hands. */
  giveTo(persona: string): HTMLElement {
    this.sentAs(persona)
    this.#isChosen = true
    const window = this.of(persona)
    window.dataset.persona = persona
    return window
  }

  personaOf(inside: Element): string {
    const as = inside.closest<HTMLElement>('[data-as]')?.dataset.as
    const around = inside.closest<HTMLElement>('[data-persona]')?.dataset.persona
    return as ?? around ?? this.acting
  }

  /** Where an answer is shown: what a room sends stays in the room, unless it is the app that answers. */
  whereOf(persona: string, form: Element | null): HTMLElement {
    const room = this.#labOf(form) ?? form?.closest<HTMLElement>('.stage-room')
    const isOfApp = form instanceof HTMLAnchorElement && tabOf(form.pathname) === 'page'
    return room && !isOfApp && !form?.matches('[data-by-hand], [data-again]')
      ? room
      : this.of(persona)
  }

  /** What is asked of a lab is answered in the room of the lab, wherever it was pressed. */
  #labOf(form: Element | null): HTMLElement | null {
    const lab = /^\/labs\/(\w+)$/.exec(form?.getAttribute('action') ?? '')?.[1]
    if (lab === undefined) return null
    const own = this.#stage.querySelector<HTMLElement>(`[data-panel="${CSS.escape(lab)}"]`)
    return own ?? this.#stage.querySelector<HTMLElement>('[data-panel="more"]')
  }

  #own(persona: string): HTMLElement | null {
    return this.#stage.querySelector<HTMLElement>(`[data-persona="${CSS.escape(persona)}"]`)
  }
}

/** Whether the reader is typing, or has typed something that is not sent yet. */
export function isBeingFilledIn(window: HTMLElement): boolean {
  const { activeElement } = document
  if (activeElement instanceof HTMLInputElement && window.contains(activeElement)) return true
  return [...window.querySelectorAll('input')].some(
    ({ value, defaultValue }) => value !== defaultValue,
  )
}

/** What was focused is gone with the old page: go to what needs attention, to the same switch, or to the page's heading. */
export function focusOn(window: HTMLElement, id = ''): void {
  const same = `[id="${CSS.escape(id)}"][role="switch"]`
  const again = id === '' ? null : window.querySelector<HTMLElement>(same)
  const wrong = window.querySelector<HTMLElement>('[aria-invalid="true"]')
  const title = window.querySelector<HTMLElement>('.page-title')
  if (title) title.tabIndex = -1
  const target = wrong ?? again ?? title
  target?.focus({ preventScroll: true })
}

/** The page of an act as a person sees it. */
export function pageOf({ page = '/', lesson }: DOMStringMap, persona: string): string {
  const base = persona === 'you' ? '' : `/as/${persona}`
  return base + page + (lesson ? `?lesson=${lesson}` : '')
}
