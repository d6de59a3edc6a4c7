import { defineWithEdge } from '#stage/answers/edge.ts'
import { announce } from '#stage/answers/announce.ts'
import { bringRest } from '#stage/answers/bring-rest.ts'
import { stageOf } from '#stage/lights/kin.ts'
import { copy, offerCopy } from './curl-copy.ts'
import { copyLinked } from './linked-copy.ts'

/** Copies a run as a command, a test, a log. Without this each can be marked and copied by hand. */
class GlassCopy extends HTMLElement {
  connectedCallback(): void {
    offerCopy(this)
    this.addEventListener('click', this.#press)
    this.addEventListener('glass-rest', () => offerCopy(this))
    for (const type of ['pointerover', 'focusin']) this.addEventListener(type, this.#bring)
  }

  /** Where the server is away, the link leads there once it is back. */
  readonly #bring = (): void => void bringRest(stageOf(this)).catch(() => undefined)

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
