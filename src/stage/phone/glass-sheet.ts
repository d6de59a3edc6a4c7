/**
 * The stage of a phone, as a sheet over its text. It is the same stage in the
 * same place of the document, lifted above everything else: nothing is copied,
 * and nothing moves. The rest of the page is inert until it is put back.
 */
import '#stage/frame/glass-stage.ts'
import { bringIntoView } from '#stage/list/in-view.ts'
import { isPhone } from './folded.ts'

/** What a sheet shows below its strip. */
export type Side = 'trace' | 'page'

/** Drawn down by this many pixels it closes. */
const FAR = 90
/** A thumb that presses moves by no more. */
const STILL = 6

let sheet: Sheet | null = null

/** Opens the stage at one of its sides. Whoever opened it has the focus again when it is closed. */
export function openSheet(host: HTMLElement, side: Side, from: HTMLElement | null): void {
  sheet ??= new Sheet(host, from)
  if (sheet.side !== side) sheet.show(side)
}

class Sheet {
  readonly #host: HTMLElement
  readonly #stage: HTMLElement
  readonly #from: HTMLElement | null
  readonly #tab: HTMLElement
  readonly #inert: readonly HTMLElement[]
  readonly #ends = new AbortController()
  #isClosing = false
  /** By how many pixels it was drawn down last. */
  #drawn = 0

  constructor(host: HTMLElement, from: HTMLElement | null) {
    this.#host = host
    this.#from = from
    const stage = (this.#stage = host.querySelector<HTMLElement>('.stage')!)
    // The text keeps its place, and so does its reader.
    host.style.minBlockSize = `${host.offsetHeight}px`
    this.#inert = besides(stage)
    for (const each of this.#inert) each.inert = true
    this.#grip.hidden = false
    this.#tab = this.#addTab()
    stage.setAttribute('role', 'dialog')
    stage.setAttribute('aria-modal', 'true')
    stage.tabIndex = -1
    stage.popover = 'manual'
    stage.showPopover()
    this.#drawHouse()
    history.pushState({ sheet: true }, '')
    this.#hear()
  }

  get side(): string | undefined {
    return this.#stage.dataset['sheet']
  }

  show(side: Side): void {
    this.#stage.dataset['sheet'] = side
    this.#mark()
    const row = this.#stage.querySelector<HTMLElement>('.stage-list [aria-current]')
    const list = row?.closest<HTMLElement>('glass-list')
    const step = row?.closest('li')
    if (side === 'page' || !list || !step || this.#opensAtHouse)
      return this.#stage.focus({ preventScroll: true })
    bringIntoView(step, list)
    row?.focus({ preventScroll: true })
  }

  /** On a low screen house and list scroll as one: whoever asked for no step sees the house first. */
  get #opensAtHouse(): boolean {
    const scroller = this.#stage.querySelector('.stage-trace')!
    const isLow = scroller.scrollHeight > scroller.clientHeight + 1
    return isLow && this.#from?.matches('[data-opens]') === true
  }

  #hear(): void {
    const { signal } = this.#ends
    const grip = this.#grip
    addEventListener('popstate', () => this.#putBack(), { signal })
    isPhone.addEventListener('change', () => this.#close(), { signal })
    grip.addEventListener('click', () => this.#drawn < STILL && this.#close(), { signal })
    grip.addEventListener('pointerdown', (event) => this.#draw(event), { signal })
    // A press beside it: the rest of the page takes none.
    document.addEventListener(
      'click',
      ({ target }) => {
        if (target instanceof Node && !this.#stage.contains(target)) this.#close()
      },
      { signal },
    )
    this.#stage.addEventListener('keydown', (event) => this.#escape(event), {
      ...{ signal, capture: true },
    })
    this.#stage.addEventListener('click', (event) => this.#press(event), { signal, capture: true })
    this.#host.addEventListener('glass-turned', () => this.#turned(), { signal })
    const house = this.#stage.querySelector('[data-part="house"]')!
    const drawn = new MutationObserver(() => this.#drawHouse())
    drawn.observe(house, { childList: true })
    signal.addEventListener('abort', () => drawn.disconnect())
  }

  /** By the way the browser goes back: it is one step of its history. */
  #close(): void {
    if (!this.#isClosing) history.back()
    this.#isClosing = true
  }

  #putBack(): void {
    this.#ends.abort()
    sheet = null
    const stage = this.#stage
    stage.hidePopover()
    for (const name of ['popover', 'role', 'aria-modal', 'tabindex', 'data-sheet'])
      stage.removeAttribute(name)
    stage.style.removeProperty('translate')
    for (const each of this.#inert) each.inert = false
    this.#grip.hidden = true
    this.#tab.remove()
    this.#lineHouse?.remove()
    this.#host.style.removeProperty('min-block-size')
    this.#host.dispatchEvent(new CustomEvent('glass-turn', { detail: 'page' }))
    this.#from?.focus({ preventScroll: true })
  }

  /** Escape first closes what is open inside. */
  #escape(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return
    const isInside = this.#stage.querySelector('[data-menu][open]') !== null
    if (!isInside && !('scrubbing' in this.#stage.dataset)) this.#close()
  }

  #press(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (!link) return
    const { tab } = link.dataset
    if (tab === 'trace') {
      event.preventDefault()
      return this.show('trace')
    }
    // The page that is there is looked at, and not begun again.
    if (tab === 'page' && this.#panel === 'page') {
      event.preventDefault()
      event.stopPropagation()
      return this.show('page')
    }
    if (tab === 'source') return this.show('page')
    const { hash, pathname } = link
    const target = pathname === location.pathname ? document.getElementById(hash.slice(1)) : null
    if (!target || this.#stage.contains(target)) return
    // A way into the text: there is where its reader wants to be.
    event.preventDefault()
    addEventListener('popstate', () => setTimeout(() => goTo(target)), { once: true })
    this.#close()
  }

  /** A tab was turned to: it is below the strip that it is looked for. */
  #turned(): void {
    this.#stage.dataset['sheet'] = 'page'
    this.#mark()
  }

  #draw(start: PointerEvent): void {
    const grip = this.#grip
    const { signal } = this.#ends
    const drawn = new AbortController()
    this.#drawn = 0
    grip.setPointerCapture(start.pointerId)
    const move = ({ clientY }: PointerEvent) => {
      this.#drawn = Math.max(0, clientY - start.clientY)
      this.#stage.style.translate = `0 ${this.#drawn}px`
    }
    const end = () => {
      drawn.abort()
      if (this.#drawn > FAR) this.#close()
      else this.#stage.style.removeProperty('translate')
    }
    const until = { signal: AbortSignal.any([signal, drawn.signal]) }
    grip.addEventListener('pointermove', move, until)
    grip.addEventListener('pointerup', end, until)
    grip.addEventListener('pointercancel', end, until)
  }

  /** The trace is a tab here, because there is no room for it below the others. */
  #addTab(): HTMLElement {
    const first = this.#stage.querySelector<HTMLElement>('[data-tab]')!
    const tab = document.createElement('a')
    tab.dataset['tab'] = 'trace'
    tab.href = `#${this.#host.dataset['demo']}-list`
    tab.textContent = 'Trace'
    tab.setAttribute('role', 'tab')
    tab.setAttribute('aria-controls', tab.hash.slice(1))
    first.before(tab)
    return tab
  }

  #mark(): void {
    const current = this.#stage.dataset['sheet'] === 'trace' ? 'trace' : this.#panel
    for (const tab of this.#stage.querySelectorAll<HTMLElement>('[data-tab]')) {
      const isCurrent = tab.dataset['tab'] === current
      tab.setAttribute('aria-selected', String(isCurrent))
      tab.tabIndex = isCurrent ? 0 : -1
    }
  }

  /** Of the forms of a house that an answer brings, the one for this width. */
  #drawHouse(): void {
    if (this.#lineHouse) return
    const form = innerWidth < 360 ? 'narrow' : 'phone'
    const house = this.#stage.querySelector<HTMLTemplateElement>(
      `[data-part="house"] > template[data-form="${form}"]`,
    )
    house?.parentElement?.prepend(house.content.cloneNode(true))
  }

  get #lineHouse(): Element | null {
    return this.#stage.querySelector('[data-part="house"] > :is(.house-phone, .house-narrow)')
  }

  get #panel(): string | undefined {
    return this.#stage.querySelector<HTMLElement>('[data-panel]:not([hidden])')?.dataset['panel']
  }

  get #grip(): HTMLElement {
    return this.#stage.querySelector<HTMLElement>('.sheet-grip')!
  }
}

/** All of the page that is not inside, and can be pressed now. */
function besides(inside: HTMLElement): readonly HTMLElement[] {
  const found: HTMLElement[] = []
  for (let at = inside; at !== document.body; at = at.parentElement!)
    for (const each of at.parentElement!.children)
      if (each !== at && each instanceof HTMLElement && !each.inert) found.push(each)
  return found
}

function goTo(target: HTMLElement): void {
  target.scrollIntoView()
  if (!target.matches('a, button, input, summary')) target.tabIndex = -1
  target.focus({ preventScroll: true })
}
