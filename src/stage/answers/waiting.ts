/** What is said while an answer is on its way. */
export const WAITING = 'Waiting for your server.'

/** An answer that comes sooner needs no word. */
const SHOWN_AFTER = 250

/** Tells `show` that an answer is on its way once it takes a moment, and when it is there. */
export class Waiting {
  readonly #show: (isWaiting: boolean) => void
  #timer: ReturnType<typeof setTimeout> | undefined
  #asked = 0
  #isShown = false

  constructor(show: (isWaiting: boolean) => void) {
    this.#show = show
  }

  begin(): void {
    this.#asked += 1
    if (this.#asked > 1) return
    this.#timer = setTimeout(() => {
      this.#isShown = true
      this.#show(true)
    }, SHOWN_AFTER)
  }

  /** Of as many as began, the last one ends it. */
  end(): void {
    this.#asked -= 1
    if (this.#asked > 0) return
    clearTimeout(this.#timer)
    if (this.#isShown) this.#show(false)
    this.#isShown = false
  }
}

/** For those who hear what others see. */
export function markBusy(elements: Iterable<Element>, isBusy: boolean): void {
  for (const element of elements)
    if (isBusy) element.setAttribute('aria-busy', 'true')
    else element.removeAttribute('aria-busy')
}
