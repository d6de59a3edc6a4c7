import { TYPE } from './called.ts'
import { lineInLink } from './line-link.ts'
import type { PromptView } from './prompt-view.ts'

const FROM_LINK = 'This came with a link. Read it before you run it.'
const FROM_LESSON = 'This came from the lesson. It runs when you say so.'

/** The prompt. Nothing of it is loaded before its reader asks for it. */
class GlassConsole extends HTMLElement {
  #opening: Promise<PromptView> | null = null

  connectedCallback(): void {
    this.addEventListener('click', ({ target }) => {
      if (target instanceof Element && target.closest('[data-open-prompt]')) void this.#open()
    })
    this.addEventListener(TYPE, ({ detail }: CustomEventInit<string>) => {
      if (detail !== undefined) void this.#type(detail, FROM_LESSON)
    })
    // A link fills the prompt, and never runs.
    const linked = lineInLink(location.hash)
    if (linked !== null) void this.#type(linked, FROM_LINK)
  }

  async #type(line: string, why: string): Promise<void> {
    const view = await this.#open()
    if (line !== '') view.type(line, why)
  }

  #open(): Promise<PromptView> {
    this.#opening ??= import('./prompt-view.ts').then(({ openPrompt }) => openPrompt(this))
    return this.#opening
  }
}

customElements.define('glass-console', GlassConsole)
