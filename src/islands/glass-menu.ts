import { fetchFragments, place } from './fragments.ts'

/** Puts the visitor's own menu into a page that was built for everybody. */
class GlassMenu extends HTMLElement {
  connectedCallback(): void {
    fetchFragments('/fragments/menu', 'frame')
      .then((fragments) => place(fragments, document))
      // Without it the neutral menu stays, and its links lead on.
      .catch(() => undefined)
  }
}

customElements.define('glass-menu', GlassMenu)
