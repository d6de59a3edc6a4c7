import { defineWithEdge } from '#stage/answers/edge.ts'

/** An exercise at rest. Editor, parser and database come once its reader begins. */
class GlassExercise extends HTMLElement {
  #isOpening = false

  connectedCallback(): void {
    this.addEventListener('click', ({ target }) => {
      if (target instanceof Element && target.closest('[data-begin]')) void this.#open()
    })
  }

  async #open(): Promise<void> {
    if (this.#isOpening) return
    this.#isOpening = true
    const button = this.querySelector<HTMLButtonElement>('[data-begin]')
    button?.setAttribute('aria-busy', 'true')
    try {
      const { openExercise } = await import('./exercise-view.ts')
      await openExercise(this)
    } catch {
      this.#isOpening = false
      const note = this.querySelector('[data-begin-note]')
      if (note) note.textContent = 'It did not come. Press once more when you are online.'
    } finally {
      button?.removeAttribute('aria-busy')
    }
  }
}

defineWithEdge('glass-exercise', GlassExercise)
