import { placeMenu } from './menu.ts'

/** Puts the visitor's own menu into a page that was built for everybody. */
class GlassMenu extends HTMLElement {
  connectedCallback(): void {
    // Without it the neutral menu stays, and its links lead on.
    placeMenu().catch(() => undefined)
  }
}

customElements.define('glass-menu', GlassMenu)
