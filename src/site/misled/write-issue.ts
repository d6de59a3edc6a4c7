/** What is written into the field goes along, and can be copied. */
import { copyText } from '#stage/take-away/copy-text.ts'
import { addressOf } from './issue.ts'

export function writeIssue(form: HTMLElement): void {
  const field = form.querySelector('textarea')
  const link = form.querySelector<HTMLAnchorElement>('[data-issues] a')
  const copy = form.querySelector<HTMLElement>('[data-copy]')
  const said = form.querySelector('output')
  if (!field || !copy || !said) return
  const { issues = '', title = '' } = form.dataset
  const write = () => {
    if (link) link.href = addressOf(issues, { title, body: field.value })
  }
  field.readOnly = false
  field.addEventListener('input', write)
  // A browser that comes back here has kept what was typed.
  write()
  copy.hidden = false
  copy.addEventListener('click', () => {
    void copyText(`${title}\n\n${field.value}`).then((isCopied) => {
      said.textContent = isCopied
        ? 'Copied.'
        : 'Your browser did not allow it: mark the text, and copy it.'
    })
  })
}
