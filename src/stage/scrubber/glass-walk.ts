/** Starts the scrubber at the step from which a paragraph speaks. */
import { GlassScrubber } from './glass-scrubber.ts'

class GlassWalk extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener('click', (event) => {
      const { demo = '', from = '', to = '' } = this.dataset
      const stage = document.querySelector(`glass-stage[data-demo="${CSS.escape(demo)}"]`)
      const scrubber = stage?.querySelector('glass-scrubber')
      const isPlain = !event.metaKey && !event.ctrlKey && !event.shiftKey
      if (!isPlain || !(scrubber instanceof GlassScrubber)) return
      // Another run is on the stage: the link leads to the recording.
      if (scrubber.walk(from, to)) event.preventDefault()
    })
  }
}

customElements.define('glass-walk', GlassWalk)
