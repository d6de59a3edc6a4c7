import { defineWithEdge } from '#stage/answers/edge.ts'
import { placeProgress } from './place-progress.ts'

/** Puts how far the visitor is into a page that was built for everybody. */
class GlassRing extends HTMLElement {
  connectedCallback(): void {
    // Without it the ring is empty, and leads to the same page.
    placeProgress().catch(() => undefined)
  }
}

defineWithEdge('glass-ring', GlassRing)
