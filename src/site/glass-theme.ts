import { defineWithEdge } from '#stage/answers/edge.ts'

const KEY = 'glasshouse-theme'

/** Switches between light and dark, and remembers the choice. `public/theme.js` applies it before the page is drawn. */
class GlassTheme extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener('click', () => {
      const theme = this.#isDark() ? 'light' : 'dark'
      document.documentElement.dataset.theme = theme
      try {
        localStorage.setItem(KEY, theme)
      } catch {
        // Storage is off: the choice holds for this page.
      }
    })
  }

  #isDark(): boolean {
    const chosen = document.documentElement.dataset.theme
    return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
  }
}

defineWithEdge('glass-theme', GlassTheme)
