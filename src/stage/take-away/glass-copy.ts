import { defineWithEdge } from '#stage/answers/edge.ts'
import { announce } from '#stage/answers/announce.ts'
import { copy, offerCopy } from './curl-copy.ts'
import { copyLinked } from './linked-copy.ts'

/** Copies a run as a command, a test, a log. Without this each can be marked and copied by hand. */
class GlassCopy extends HTMLElement {
  connectedCallback(): void {
    offerCopy(this)
    this.addEventListener('click', this.#press)
  }

  readonly #press = (event: Event): void => {
    const { target } = event
    if (!(target instanceof Element)) return
    const link = target.closest<HTMLAnchorElement>('a[data-copy-text]')
    if (link) event.preventDefault()
    const copied = link ? copyLinked(link) : target.closest('[data-copy]') && copy(this)
    void copied?.then((sentence) => announce(this, sentence))
  }
}

defineWithEdge('glass-copy', GlassCopy)
