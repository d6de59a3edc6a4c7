/**
 * One language for all pages: whoever turns one listing to Elixir, or to both, finds the others so, and
 * the prompt, and the next page too. `public/theme.js` turns what a page brings before it is drawn.
 */
import { LANGUAGES, type Language } from './names.ts'

const KEY = 'glasshouse-language'
/** Told on the document: an open prompt listens for it. */
const LANGUAGE = 'glass-language'

const { dataset } = document.documentElement

/** Turns every switch inside to the language that was chosen last. */
export function applyLanguage(root: ParentNode = document): void {
  const { language } = dataset
  // Until then each has what it begins with: a listing the source, a prompt IEx.
  if (language === undefined) return
  for (const input of root.querySelectorAll<HTMLInputElement>('[data-tabs="Language"] input'))
    if (input.value === language) input.checked = true
}

function choose(language: Language): void {
  dataset.language = language
  applyLanguage()
  document.dispatchEvent(new CustomEvent(LANGUAGE))
}

/** Storage may be off: then the choice holds for the page. */
function keep(language: Language): void {
  try {
    localStorage.setItem(KEY, language)
  } catch {
    // It holds for this page.
  }
}

const isLanguage = (value: unknown): value is Language =>
  (LANGUAGES as readonly unknown[]).includes(value)

document.addEventListener('change', ({ target }) => {
  if (!(target instanceof HTMLInputElement) || !target.closest('[data-tabs="Language"]')) return
  if (!isLanguage(target.value)) return
  const { top } = target.getBoundingClientRect()
  keep(target.value)
  choose(target.value)
  // What stands above may have become longer: what was pressed stays where it is.
  scrollBy(0, target.getBoundingClientRect().top - top)
})

// Chosen in another tab of the browser, or on the page that the reader comes back from.
addEventListener('storage', ({ key, newValue }) => {
  if (key === KEY && isLanguage(newValue)) choose(newValue)
})
addEventListener('pageshow', ({ persisted }) => {
  if (!persisted) return
  try {
    const kept = localStorage.getItem(KEY)
    if (isLanguage(kept)) choose(kept)
  } catch {
    // It holds for the page where it was chosen.
  }
})

/** The choice in one place of a lesson, for all of it: at its foot, where nothing moves when it comes. */
function offerLanguages(): void {
  const foot = document.querySelector('a[href^="/misled"]')?.parentElement
  if (!foot) return
  const group = document.createElement('div')
  group.className = 'tabs languages'
  group.dataset.tabs = 'Language'
  group.setAttribute('role', 'radiogroup')
  group.setAttribute('aria-labelledby', 'code-in')
  const name = document.createElement('span')
  name.id = 'code-in'
  name.textContent = 'Code in'
  group.append(name, ...LANGUAGES.map(choiceOf))
  foot.after(group)
}

function choiceOf(language: Language): HTMLElement {
  const label = document.createElement('label')
  const input = document.createElement('input')
  Object.assign(input, { type: 'radio', name: 'language', value: language })
  label.append(input, language)
  return label
}

offerLanguages()
applyLanguage()
