import { lineInLink } from './line-link.ts'

/** The prompt. Nothing of it is loaded before its reader asks for it. */
class GlassConsole extends HTMLElement {
  #isOpen = false

  connectedCallback(): void {
    this.addEventListener('click', ({ target }) => {
      if (target instanceof Element && target.closest('[data-open-prompt]')) void this.#open()
    })
    // A link fills the prompt, and never runs.
    if (lineInLink(location.hash) !== null) void this.#open()
  }

  async #open(): Promise<void> {
    if (this.#isOpen) return
    this.#isOpen = true
    const { openPrompt } = await import('./prompt-view.ts')
    openPrompt(this, lineInLink(location.hash))
  }
}

customElements.define('glass-console', GlassConsole)
