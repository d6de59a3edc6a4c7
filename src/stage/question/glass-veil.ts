import { defineWithEdge } from '#stage/answers/edge.ts'
import { place, say } from '#stage/answers/fragments.ts'
import { tellSettled, whenSettled } from '#stage/answers/settled.ts'
import { fetchRecording } from '#stage/answers/fetch-recording.ts'

const FETCH_IT = 'What was recorded did not come. “Show it anyway” fetches it again.'

/** Fetches what was recorded once its reader may see it, and puts it where the veil was. */
class GlassVeil extends HTMLElement {
  #left = new AbortController()
  /** Its own link, which leads to the page of the recording. */
  #isPressed = false

  connectedCallback(): void {
    const { step = '' } = this.dataset
    this.#left = new AbortController()
    const { signal } = this.#left
    whenSettled((settled) => {
      if (settled === step) void this.#lift()
    }, signal)
    this.addEventListener(
      'click',
      (event) => {
        if (event.target instanceof Element && event.target.closest('a') === this.#link) {
          event.preventDefault()
          this.#isPressed = true
          tellSettled(step)
        }
      },
      { signal },
    )
  }

  disconnectedCallback(): void {
    this.#left.abort()
  }

  async #lift(): Promise<void> {
    const link = this.#link
    const stage = this.closest('[data-stage]')
    if (!link || !stage) return
    try {
      const pieces = await fetchRecording(link.href)
      // A run of their own may have come in between: it takes the place of the veil.
      if (this.isConnected) place(pieces, stage)
    } catch {
      // Whoever did something else stays where they are.
      if (this.#isPressed) location.assign(link.href)
      else say(stage, FETCH_IT)
    }
  }

  get #link(): HTMLAnchorElement | null {
    return this.querySelector<HTMLAnchorElement>('a[href^="/recordings/"]')
  }
}

defineWithEdge('glass-veil', GlassVeil)
