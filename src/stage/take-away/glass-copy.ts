import { defineWithEdge } from '#stage/answers/edge.ts'
import { announce } from '#stage/answers/announce.ts'
import { copy, offerCopy } from './curl-copy.ts'

/** Copies a run as a command. Without this it can be marked and copied by hand. */
class GlassCopy extends HTMLElement {
  connectedCallback(): void {
    offerCopy(this)
    this.addEventListener('click', this.#press)
  }

  readonly #press = ({ target }: Event): void => {
    if (!(target instanceof Element) || !target.closest('[data-copy]')) return
    void copy(this).then((sentence) => announce(this, sentence))
  }
}

defineWithEdge('glass-copy', GlassCopy)
