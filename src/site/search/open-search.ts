/** Opens the search in a box over the page: its frame alone may run what searches. */
import sheet from './search-box.css?inline'

let box: HTMLDialogElement | null = null
let before: Element | null = null

addEventListener('click', (event) => {
  const { target, metaKey, ctrlKey, shiftKey, button } = event
  const isPlain = !metaKey && !ctrlKey && !shiftKey && button === 0
  if (!isPlain || !(target instanceof Element) || !target.closest('[href="/search"]')) return
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
  const asked = fieldIn(box)
  // The frame would take what is typed before its page is there.
  if (!asked) return box.focus()
  // What was asked last stands there still, to be asked anew.
  asked.focus()
  asked.select()
}

function makeBox(): HTMLDialogElement {
  const own = new CSSStyleSheet()
  own.replaceSync(sheet)
  document.adoptedStyleSheets.push(own)
  const dialog = document.createElement('dialog')
  dialog.className = 'search-box'
  dialog.setAttribute('aria-label', 'Search')
  dialog.tabIndex = -1
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
  keepTyped(dialog, frame)
  dialog.append(frame, close)
  document.body.append(dialog)
  return dialog
}

/** Whoever knows the key types on at once. What comes before the field is there is put into it. */
function keepTyped(dialog: HTMLDialogElement, frame: HTMLIFrameElement): void {
  let typed = ''
  dialog.addEventListener('keydown', (event) => {
    const { key, ctrlKey, metaKey, altKey } = event
    if (event.target !== dialog || ctrlKey || metaKey || altKey) return
    if (key === 'Backspace') typed = typed.slice(0, -1)
    else if (key.length === 1) typed += key
    else return
    event.preventDefault()
  })
  frame.addEventListener('load', () => {
    const field = fieldIn(dialog)
    if (!field) return
    // Its own code may have taken the focus before: what came after that stands there.
    field.value = typed + field.value
    if (dialog.open) field.focus()
    if (typed !== '') field.dispatchEvent(new Event('input', { bubbles: true }))
    typed = ''
  })
}

/** The field of the search, once its page is here. */
const fieldIn = (dialog: HTMLDialogElement) =>
  dialog
    .querySelector('iframe')
    ?.contentDocument?.querySelector<HTMLInputElement>('glass-search input[type="search"]')
