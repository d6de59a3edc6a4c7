/**
 * The list as one tab stop, whose rows light what belongs to them. Without it
 * rows open, and links lead to the same places.
 */
import { bringRest } from '#stage/answers/bring-rest.ts'
import { defineWithEdge } from '#stage/answers/edge.ts'
import { applyLanguage } from '#stage/language/languages.ts'
import { paragraphs, speaks, stageOf } from '#stage/lights/kin.ts'
import * as lights from '#stage/lights/lights.ts'
import { copyText } from '#stage/take-away/copy-text.ts'
import { bringIntoView } from './in-view.ts'

// What somebody chose to see of one list holds for the page.
let showsAll = false

class GlassList extends HTMLElement implements lights.StepsList {
  /** Chosen by the reader, and not only lit: a second press of it closes it. */
  #pressed: HTMLElement | null = null

  get element(): HTMLElement {
    return this
  }

  get steps(): readonly HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('[data-step]')]
  }

  connectedCallback(): void {
    this.addEventListener('click', this.#click)
    this.addEventListener('keydown', this.#keydown)
    this.addEventListener('toggle', this.#toggled, { capture: true })
    this.addEventListener('glass-light', this.#lightStop)
    this.addEventListener('glass-rest', this.#restCame)
    for (const type of ['pointerover', 'focusin']) this.addEventListener(type, this.#bringRest)
    if (showsAll) this.#showAll(true)
    if (this.#unfold) this.#unfold.tabIndex = -1
    this.#dress()
    lights.join(this)
    const decisive = this.querySelector<HTMLElement>('[data-decides]')
    this.#standOn(decisive ? rowOf(decisive) : this.#rows[0])
    if (!decisive) return
    this.#explain(decisive)
    bringIntoView(decisive, this)
    // What the reader did themselves is lit at once; a recording waits to be looked at.
    if (!('recorded' in this.dataset)) lights.light(this, [decisive])
  }

  disconnectedCallback(): void {
    lights.leave(this)
  }

  mark(step: HTMLElement | null): void {
    this.#pressed = null
    for (const row of this.querySelectorAll('[aria-current]')) row.removeAttribute('aria-current')
    if (!step) return
    rowOf(step).setAttribute('aria-current', 'true')
    this.#standOn(rowOf(step))
  }

  reveal(step: HTMLElement, { fromAfar }: { readonly fromAfar: boolean }): void {
    this.#pressed = step
    const fold = step.closest<HTMLElement>('[data-fold]')
    if (fold) detailsOf(fold).open = true
    detailsOf(step).open = true
    this.#explain(step)
    // Where the stage is folded it has to be opened first.
    if (fromAfar) this.dispatchEvent(new CustomEvent('glass-steps', { bubbles: true }))
    bringIntoView(step, this, { fromAfar })
  }

  /** What unfolds all of them is above the first row: up from that, and no stop of its own. */
  get #unfold(): HTMLElement | null {
    return this.querySelector<HTMLElement>('[data-folds]')
  }

  /** Rows that can be seen: those of a closed group cannot. */
  get #rows(): readonly HTMLElement[] {
    const rows = this.querySelectorAll<HTMLElement>('li > details > summary')
    return [...rows].filter((row) => {
      const fold = row.closest('[data-step]')?.closest<HTMLElement>('[data-fold]')
      return !fold || detailsOf(fold).open
    })
  }

  /** One of the rows is the way in by Tab. */
  #standOn(row: HTMLElement | undefined): void {
    for (const each of this.querySelectorAll<HTMLElement>('li > details > summary'))
      each.tabIndex = each === row ? 0 : -1
  }

  readonly #click = (event: MouseEvent): void => {
    const target = event.target as Element
    const copy = target.closest<HTMLElement>('[data-copy]')
    if (copy) return void this.#copy(copy)
    if (target.closest('[data-folds]')) return this.#showAll(!this.#isUnfolded)
    const item = target.closest('li > details > summary')?.closest('li')
    if (!item) return
    if (!isStep(item)) return this.#standOn(rowOf(item))
    event.preventDefault()
    this.#press(item)
  }

  /** The first press opens a step and chooses it, even if it was open; the next one closes it. */
  #press(step: HTMLElement): void {
    if (step !== this.#pressed || !detailsOf(step).open) return lights.choose(this, [step])
    detailsOf(step).open = false
    lights.clear()
  }

  readonly #keydown = (event: KeyboardEvent): void => {
    const target = event.target as Element
    if (target === this.#unfold && event.key === 'ArrowDown') {
      event.preventDefault()
      return this.#go(this.#rows[0])
    }
    const row = target.closest<HTMLElement>('li > details > summary')
    const item = row?.closest('li')
    if (!row || !item || event.metaKey || event.ctrlKey || event.altKey) return
    if (event.key === 'Escape') return void this.#leave()
    const move = this.#moves(item)[event.key]
    if (!move) return
    event.preventDefault()
    move()
  }

  #moves(item: HTMLElement): Readonly<Record<string, () => void>> {
    const rows = this.#rows
    const here = rows.indexOf(rowOf(item))
    return {
      ArrowDown: () => this.#go(rows[here + 1]),
      ArrowUp: () => (here === 0 ? this.#unfold?.focus() : this.#go(rows[here - 1])),
      Home: () => this.#go(rows[0]),
      End: () => this.#go(rows.at(-1)),
      ArrowRight: () => this.#open(item),
      ArrowLeft: () => this.#close(item),
      ',': () => this.#step(-1),
      '.': () => this.#step(1),
      s: () => void this.#pressIn(item, '.step-source a'),
      e: () => void this.#pressIn(item, '.step-about'),
    }
  }

  /** Up and down walk along the request: what is passed is lit, and not opened. */
  #go(row: HTMLElement | undefined): void {
    if (!row) return
    this.#standOn(row)
    row.focus()
    const item = row.closest('li')
    if (!item || !isStep(item)) return lights.clear()
    lights.light(this, [item])
    lights.announce(this, [item])
  }

  /** Moves the scrubber, which comes with its first use. */
  #step(by: number): void {
    const scrubber = stageOf(this).querySelector('glass-scrubber')
    void import('#stage/scrubber/glass-scrubber.ts').then(({ GlassScrubber }) => {
      if (scrubber instanceof GlassScrubber) void scrubber.ready.then(() => scrubber.move(by))
    })
  }

  /** The scrubber halts at a row, or leaves: then the row that decides is lit again. */
  readonly #lightStop = (event: Event): void => {
    const ids = event instanceof CustomEvent ? (event.detail as readonly number[] | null) : null
    const decisive = this.querySelector<HTMLElement>('[data-decides]')
    const steps = this.steps.filter(({ dataset }) => ids?.includes(Number(dataset.step)))
    const lit = ids ? steps : decisive ? [decisive] : []
    lights.light(this, lit)
    const [first] = lit
    if (first) bringIntoView(first.closest<HTMLElement>('[data-fold]') ?? first, this)
  }

  /** A group opens to its rows; a row to its detail; what is open leads inside. */
  #open(item: HTMLElement): void {
    const details = detailsOf(item)
    if (details.open && !isStep(item)) this.#go(this.#rows[this.#rows.indexOf(rowOf(item)) + 1])
    else details.open = true
  }

  #close(item: HTMLElement): void {
    const details = detailsOf(item)
    if (details.open) {
      details.open = false
      return
    }
    const { trace = '' } = this.dataset
    const parent = document.getElementById(`${trace}-${item.dataset.parent ?? ''}`)
    const around = item.parentElement?.closest<HTMLElement>('[data-fold]')
    const target = parent && this.#rows.includes(rowOf(parent)) ? parent : around
    if (target) this.#go(rowOf(target))
  }

  /** Back to whatever made it. A stage knows which button that was. */
  #leave(): void {
    this.dispatchEvent(new CustomEvent('glass-back', { bubbles: true }))
  }

  readonly #toggled = ({ target }: Event): void => {
    const item = (target as Element).parentElement
    if (!(item instanceof HTMLLIElement) || !isStep(item)) return
    this.#bringRest()
    this.#explain(item)
  }

  /** What the closed rows of a recording open to comes before they are pressed, as a rule. */
  readonly #bringRest = (): void => void bringRest(stageOf(this)).catch(() => undefined)

  readonly #restCame = (): void => {
    this.#dress()
    for (const step of this.steps) if (detailsOf(step).open) this.#explain(step)
  }

  #dress(): void {
    for (const button of this.querySelectorAll<HTMLElement>('[data-copy]')) button.hidden = false
    applyLanguage(this)
  }

  /** Of a row that is still closed, too. */
  async #pressIn(item: HTMLElement, selector: string): Promise<void> {
    await bringRest(stageOf(this)).catch(() => undefined)
    item.querySelector<HTMLElement>(`:scope > details > .step-body ${selector}`)?.click()
  }

  get #folds(): readonly HTMLDetailsElement[] {
    return [...this.querySelectorAll('[data-fold]')].map(detailsOf)
  }

  get #isUnfolded(): boolean {
    return this.#folds.every(({ open }) => open)
  }

  #showAll(all: boolean): void {
    showsAll = all
    for (const fold of this.#folds) fold.open = all
    const button = this.#unfold
    if (button) button.textContent = all ? 'Fold' : 'Show all'
  }

  /** A way from a step to its paragraph, which may be far up the page. */
  #explain(step: HTMLElement): void {
    const paragraph = paragraphs().find((each) => each.id !== '' && speaks(each, step))
    const links = step.querySelector(':scope > details > .step-body > .step-links')
    if (!paragraph || !links) return
    const known = links.querySelector<HTMLAnchorElement>('.step-about')
    const link = known ?? document.createElement('a')
    link.className = 'step-about'
    link.href = `#${paragraph.id}`
    link.textContent = 'Explained in the text'
    if (!known) links.prepend(link)
  }

  async #copy(button: HTMLElement): Promise<void> {
    const text = button.closest('.step-take')?.querySelector('pre')?.textContent ?? ''
    button.textContent = (await copyText(text)) ? 'Copied' : 'Mark it, and copy it by hand'
  }
}

const detailsOf = (item: Element) => item.querySelector<HTMLDetailsElement>(':scope > details')!
const rowOf = (item: Element) => item.querySelector<HTMLElement>(':scope > details > summary')!
const isStep = ({ dataset }: HTMLElement) => dataset.step !== undefined

defineWithEdge('glass-list', GlassList)
