import { defineWithEdge } from '#stage/answers/edge.ts'
import { numbered } from '#lib/counted.ts'
import { forgetOwnTexts, ownTexts, takeOwnTexts } from './kept-text.ts'

/** A file of ours is shorter, with a hundred texts in it. */
const MOST_BYTES = 8_000_000

/**
 * Around the buttons that export, import and delete what is kept: what somebody wrote in
 * exercises is with their browser alone, so it is put into the file, taken from it, and forgotten, here.
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
    this.addEventListener('submit', (event) => {
      const form = event.target as HTMLFormElement
      if (!form.action.endsWith('/import')) return forgetOwnTexts(localStorage)
      event.preventDefault()
      // Where that goes wrong it is the form that it was, and answered by a page.
      this.#import(form).catch(() => form.submit())
    })
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

  /** The texts stay in this browser. The rest is sent, as short as it can be written. */
  async #import(form: HTMLFormElement): Promise<void> {
    const file = form.querySelector('input')?.files?.[0]
    if (!file || file.size > MOST_BYTES) throw new Error('import: no file of ours.')
    const { exercise_texts: texts, ...rest } = JSON.parse(await file.text()) as {
      readonly exercise_texts?: unknown
    }
    const body = new FormData()
    body.append('file', new Blob([JSON.stringify(rest)], { type: 'application/json' }), file.name)
    const headers = { accept: 'application/json' }
    const response = await fetch(form.action, { method: 'POST', body, headers })
    const { flash, error } = (await response.json()) as Answered
    // Of a file that is refused nothing is taken.
    const taken = response.ok ? takeOwnTexts(texts, localStorage) : 0
    const said = [
      flash?.info ?? error,
      taken > 0 && `${numbered(taken, 'text')} of exercises taken.`,
    ]
    if (response.ok) await showAnew()
    say(said.filter(Boolean).join(' '), !response.ok)
  }
}

interface Answered {
  readonly flash?: { readonly info?: string }
  readonly error?: string
}

/** The page as it is now, in place of what it was. */
async function showAnew(): Promise<void> {
  const answer = await fetch(location.pathname)
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const main = page.querySelector('main')
  if (main) document.querySelector('main')?.replaceWith(main)
}

function say(sentence: string, isError: boolean): void {
  const place = document.querySelector<HTMLElement>('[data-imported]')
  if (!place) return
  place.hidden = false
  place.classList.toggle('flash-error', isError)
  place.textContent = sentence
  place.tabIndex = -1
  place.focus()
}

defineWithEdge('glass-own-texts', GlassOwnTexts)
