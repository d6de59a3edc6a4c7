/** Opens the search in a box over the page: its frame alone may run what searches. */
import sheet from './search-box.css?inline'

let box: HTMLDialogElement | null = null
let before: Element | null = null

addEventListener('click', (event) => {
  const { target, metaKey, ctrlKey, shiftKey, button } = event
  const isPlain = !metaKey && !ctrlKey && !shiftKey && button === 0
  if (!isPlain || !(target instanceof Element) || !target.closest('[data-search]')) return
  event.preventDefault()
  openSearch()
})

function openSearch(): void {
  // The page of the search needs no box.
  const field = document.querySelector<HTMLElement>('glass-search input')
  if (field) return field.focus()
  box ??= makeBox()
  if (box.open) return
  before = document.activeElement
  box.showModal()
  const frame = box.querySelector('iframe')
  // What was asked last stands there still, to be asked anew.
  frame?.focus()
  frame?.contentDocument?.querySelector<HTMLInputElement>('glass-search input')?.select()
}

function makeBox(): HTMLDialogElement {
  const own = new CSSStyleSheet()
  own.replaceSync(sheet)
  document.adoptedStyleSheets.push(own)
  const dialog = document.createElement('dialog')
  dialog.className = 'search-box'
  dialog.setAttribute('aria-label', 'Search')
  const frame = document.createElement('iframe')
  frame.title = 'Search'
  frame.src = '/search?framed='
  const close = document.createElement('button')
  close.type = 'button'
  close.textContent = '×'
  close.setAttribute('aria-label', 'Close the search')
  close.addEventListener('click', () => dialog.close())
  // Beside the box is the page.
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog) dialog.close()
  })
  dialog.addEventListener('close', () => {
    if (before instanceof HTMLElement && before.isConnected) before.focus()
  })
  dialog.append(frame, close)
  document.body.append(dialog)
  return dialog
}
