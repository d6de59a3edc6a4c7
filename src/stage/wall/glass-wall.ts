import { defineWithEdge } from '#stage/answers/edge.ts'

/**
 * A wall that was sent before its reader switched a layer. It is sent again as
 * soon as somebody looks at it: once for however many switches there were, and
 * never while nobody looks. What comes back has no such element; where nothing
 * comes back, the button stays.
 */
export class GlassWall extends HTMLElement {
  connectedCallback(): void {
    // Whoever has put it here is to have finished.
    setTimeout(() => {
      if (this.isConnected) this.querySelector('form')?.requestSubmit()
    })
  }
}

defineWithEdge('glass-wall', GlassWall)
