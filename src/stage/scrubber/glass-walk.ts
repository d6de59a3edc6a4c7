import { defineWithEdge } from '#stage/answers/edge.ts'

/** Starts the scrubber at the step from which a paragraph speaks. */
class GlassWalk extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener('click', (event) => {
      const { demo = '' } = this.dataset
      const link = event.target instanceof Element ? event.target.closest('a') : null
      const stage = document.querySelector(`glass-stage[data-demo="${CSS.escape(demo)}"]`)
      const scrubber = stage?.querySelector('glass-scrubber')
      const isPlain = !event.metaKey && !event.ctrlKey && !event.shiftKey
      if (!isPlain || !link || !scrubber) return
      event.preventDefault()
      void this.#walk(scrubber).then(
        // Another run is on the stage: the link leads to the recording.
        (isThere) => isThere || location.assign(link.href),
        () => location.assign(link.href),
      )
    })
  }

  async #walk(scrubber: Element): Promise<boolean> {
    const { from = '', to = '' } = this.dataset
    const { GlassScrubber } = await import('./glass-scrubber.ts')
    if (!(scrubber instanceof GlassScrubber)) return false
    await scrubber.ready
    return scrubber.walk(from, to)
  }
}

defineWithEdge('glass-walk', GlassWalk)
