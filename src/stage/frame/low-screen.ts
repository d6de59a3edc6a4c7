/** On a low screen the page becomes one line after a press, so that the trace has its room. */
export function fold(stage: HTMLElement, page: HTMLElement): void {
  const section = stage.querySelector<HTMLElement>('.stage')!
  section.toggleAttribute('data-folded', true)
  section.removeAttribute('data-unfolded')
  const button = stage.querySelector<HTMLElement>('.stage-unfold')
  if (!button) return
  const said = page.querySelector('.field-errors li > span, .flash, .flash-error')
  const title = page.querySelector('.page-title')?.textContent.trim() ?? 'The page'
  button.textContent = [`▸ ${title}`, said?.textContent.trim()].filter(Boolean).join(' · ')
  button.hidden = false
  // The list has another height now.
  stage.querySelector('glass-list')?.dispatchEvent(new CustomEvent('glass-light', { detail: null }))
  button.onclick = () => {
    section.removeAttribute('data-folded')
    section.toggleAttribute('data-unfolded', true)
  }
}
