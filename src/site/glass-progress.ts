import { defineWithEdge } from '#stage/answers/edge.ts'
import { fetchInTime } from '#stage/answers/fetch-in-time.ts'
import { sendAsPage } from '#stage/answers/form-fields.ts'
import { placeProgress } from './place-progress.ts'

const OPENED_AFTER_SECONDS = 5
const READ_AFTER_SECONDS = 20
/** What no reader did leaves no trace. */
const BY_ITSELF = { 'glasshouse-fragment': 'frame' }

/**
 * Says that a lesson was opened, once it has been on the screen for a moment,
 * and that it was read, once its end has been reached. Its form says the same
 * by hand, and works without this.
 */
class GlassProgress extends HTMLElement {
  #seconds = 0

  connectedCallback(): void {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible' && this.#tick()) clearInterval(timer)
    }, 1_000)
    this.#end?.addEventListener('submit', (event) => {
      clearInterval(timer)
      void this.#submit(event)
    })
  }

  /** Whether there is nothing more to wait for. */
  #tick(): boolean {
    this.#seconds += 1
    if (this.#seconds === OPENED_AFTER_SECONDS) void this.#tell({}, BY_ITSELF)
    if (this.#seconds < READ_AFTER_SECONDS) return false
    const end = this.#end
    if (!end || end.querySelector('[name="read"][value="false"]')) return true
    if (end.getBoundingClientRect().top > innerHeight) return false
    void this.#tell({ read: 'true' }, BY_ITSELF)
    return true
  }

  async #submit(event: Event): Promise<void> {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || !(event instanceof SubmitEvent)) return
    event.preventDefault()
    const { name, value } = event.submitter as HTMLButtonElement
    // What was refused is answered by a page, which says why and what to do.
    if (!(await this.#tell({ [name]: value }))) return sendAsPage(form, event)
    // What was pressed is gone: go to the sentence that says what came of it.
    const sentence = this.#end?.querySelector('p')
    if (sentence) sentence.tabIndex = -1
    sentence?.focus({ preventScroll: true })
  }

  /** Not being remembered is no reason to disturb somebody who reads. Answers whether it was not refused. */
  async #tell(
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<boolean> {
    const body = new URLSearchParams({ ...fields, lesson: this.#lesson })
    try {
      const init = { method: 'POST', body, keepalive: true }
      const answer = { accept: 'application/json', ...headers }
      const { response } = await fetchInTime('/progress', { ...init, headers: answer })
      const { ok } = response
      if (ok && body.has('read')) await placeProgress()
      return ok
    } catch {
      // The server is away. The form is still there.
      return true
    }
  }

  get #lesson(): string {
    return this.dataset.lesson ?? ''
  }

  get #end(): HTMLElement | null {
    return document.querySelector(`[data-part="read-${this.#lesson}"]`)
  }
}

defineWithEdge('glass-progress', GlassProgress)
