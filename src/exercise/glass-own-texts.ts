import { defineWithEdge } from '#stage/answers/edge.ts'
import { forgetOwnTexts, ownTexts } from './kept-text.ts'

/**
 * Around the buttons that export and delete what is kept: what somebody wrote in
 * exercises is with their browser alone, so it is put into the file, and forgotten, here.
 */
class GlassOwnTexts extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener('click', (event) => {
      const link = event.target instanceof Element ? event.target.closest('a') : null
      if (!link) return
      event.preventDefault()
      // Without an answer it is the link that it was.
      this.#export(link.href).catch(() => location.assign(link.href))
    })
    this.addEventListener('submit', () => forgetOwnTexts(localStorage))
  }

  async #export(address: string): Promise<void> {
    const response = await fetch(address)
    if (!response.ok) throw new Error(`${address}: ${response.status}`)
    const kept = (await response.json()) as object
    const all = { ...kept, exercise_texts: ownTexts(localStorage) }
    const link = document.createElement('a')
    link.href = URL.createObjectURL(
      new Blob([`${JSON.stringify(all, null, 2)}\n`], { type: 'application/json' }),
    )
    link.download = 'glasshouse-progress.json'
    link.click()
    URL.revokeObjectURL(link.href)
  }
}

defineWithEdge('glass-own-texts', GlassOwnTexts)
