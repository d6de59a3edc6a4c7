import { place } from '#stage/answers/fragments.ts'
import { tellSettled, whenSettled } from '#stage/answers/settled.ts'
import { fetchRecording } from './fetch-recording.ts'

/** Fetches what was recorded once its reader may see it, and puts it where the veil was. */
class GlassVeil extends HTMLElement {
  #left = new AbortController()

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
      location.assign(link.href)
    }
  }

  get #link(): HTMLAnchorElement | null {
    return this.querySelector<HTMLAnchorElement>('a[href^="/recordings/"]')
  }
}

customElements.define('glass-veil', GlassVeil)
