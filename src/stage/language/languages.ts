/** One language for the page: whoever turns one listing to Elixir finds the others so, and the next page too. */

const KEY = 'glasshouse-language'
const ELIXIR = 'Elixir'

/** Turns every switch inside to the language that was chosen last. */
export function applyLanguage(root: ParentNode = document): void {
  const language = chosen()
  // Until then each has what it begins with: a listing the source, a prompt IEx.
  if (language === null) return
  const isElixir = language === ELIXIR
  for (const tabs of root.querySelectorAll('[data-tabs="Language"]')) {
    const inputs = [...tabs.querySelectorAll<HTMLInputElement>(':scope > label > input')]
    const elixir = inputs.find(({ value }) => value === ELIXIR)
    const input = isElixir ? elixir : inputs.find((each) => each !== elixir)
    if (input && !input.checked) input.checked = true
  }
}

/** Storage may be off: then the choice holds for the page. */
let kept: string | null = null

function chosen(): string | null {
  try {
    return localStorage.getItem(KEY) ?? kept
  } catch {
    return kept
  }
}

function choose(language: string): void {
  kept = language
  try {
    localStorage.setItem(KEY, language)
  } catch {
    // It holds for this page.
  }
}

document.addEventListener('change', ({ target }) => {
  if (!(target instanceof HTMLInputElement) || !target.closest('[data-tabs="Language"]')) return
  choose(target.value === ELIXIR ? ELIXIR : 'TypeScript')
  const { top } = target.getBoundingClientRect()
  applyLanguage()
  // What stands above may have become longer: what was pressed stays where it is.
  scrollBy(0, target.getBoundingClientRect().top - top)
})

applyLanguage()
