/** Keeps the first answer to a question of an earlier lesson, so that it is asked again if it was missed. */
import { fetchInTime } from '#stage/answers/fetch-in-time.ts'

document.addEventListener('toggle', ({ target }) => keep(target), { capture: true })
// It may be what woke the page.
keep(document.querySelector('[data-recall] [open]'))

function keep(option: EventTarget | null): void {
  if (!(option instanceof HTMLDetailsElement) || !option.open) return
  const question = option.closest<HTMLElement>('[data-recall]')
  if (!question || 'answered' in question.dataset) return
  question.dataset['answered'] = ''
  const recall = question.dataset['recall'] ?? ''
  const knew = String(option.dataset['right'] !== undefined)
  void tell(new URLSearchParams({ recall, knew }))
}

/** Not being remembered is no reason to disturb somebody who reads. */
async function tell(body: URLSearchParams): Promise<void> {
  const headers = { accept: 'application/json', 'glasshouse-fragment': 'frame' }
  await fetchInTime('/recalls', { method: 'POST', body, keepalive: true, headers }).catch(
    () => null,
  )
}
