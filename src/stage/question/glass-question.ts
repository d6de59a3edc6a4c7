import { defineWithEdge } from '#stage/answers/edge.ts'
import { formFields, sendAsPage } from '#stage/answers/form-fields.ts'
import { fetchFragments, FragmentError, place } from '#stage/answers/fragments.ts'
import { noteOldNews } from '#stage/answers/old-news.ts'
import { markBusy, Waiting } from '#stage/answers/waiting.ts'

/** Says in place what a reader predicts. Its form does the same on a page of its own. */
class GlassQuestion extends HTMLElement {
  readonly #waiting = new Waiting((isWaiting) => markBusy([this], isWaiting))

  connectedCallback(): void {
    this.addEventListener('submit', (event) => void this.#submit(event))
  }

  async #submit(event: SubmitEvent): Promise<void> {
    const form = event.target
    // A run is the stage's to send.
    if (!(form instanceof HTMLFormElement) || 'run' in form.dataset) return
    event.preventDefault()
    const body = formFields(form, event.submitter)
    this.#waiting.begin()
    try {
      const fragments = await fetchFragments(form.action, 'stage', { method: 'POST', body })
      const before = this.textContent
      place(fragments, document)
      if (event.submitter?.matches('[name="ask"]')) noteOldNews(this, before)
      // What was pressed is another one now.
      const said = this.querySelector<HTMLElement>('[aria-pressed="true"]')
      ;(said ?? this.querySelector<HTMLElement>('.predict-option'))?.focus()
    } catch (error) {
      if (!(error instanceof FragmentError)) throw error
      // The server is away: its own page says so.
      sendAsPage(form, event)
    } finally {
      this.#waiting.end()
    }
  }
}

defineWithEdge('glass-question', GlassQuestion)
