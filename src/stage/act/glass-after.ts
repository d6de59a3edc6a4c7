import { defineWithEdge } from '#stage/answers/edge.ts'
import { tellSettled, whenSettled } from '#stage/answers/settled.ts'

/** Opens what explains a step, once the step has run; and tells when its reader opens it by hand. */
class GlassAfter extends HTMLElement {
  #left = new AbortController()

  connectedCallback(): void {
    const { step = '' } = this.dataset
    this.#left = new AbortController()
    const { signal } = this.#left
    whenSettled((settled) => {
      if (settled === step && this.#details) this.#details.open = true
    }, signal)
    // A press on its line, not the opening itself: what opens it has told the others already.
    this.addEventListener(
      'click',
      ({ target }) => {
        if (!(target instanceof Element) || !target.closest('summary')) return
        if (this.#details?.open === false) queueMicrotask(() => tellSettled(step))
      },
      { signal },
    )
  }

  disconnectedCallback(): void {
    this.#left.abort()
  }

  get #details(): HTMLDetailsElement | null {
    return this.querySelector('details')
  }
}

defineWithEdge('glass-after', GlassAfter)
