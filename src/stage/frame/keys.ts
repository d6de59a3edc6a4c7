/** `?` lists the keys of a stage. Whoever types into a field types a question mark. */
import { announce } from '#stage/answers/announce.ts'

const KEYS: readonly (readonly [keys: string, does: string])[] = [
  ['← →', 'along the tabs, and along the track, stop by stop'],
  ['Shift →', 'into a group of steps; ↑ back to the caller'],
  ['↑ ↓', 'along floors and steps; Home and End to their ends'],
  ['→ ←', 'opens a step, closes it'],
  ['Enter', 'opens a step, or a floor’s first one'],
  ['s', 'the source of a step; e what the text says of it'],
  [', .', 'one stop back, one on'],
  ['/', 'searches the course'],
  ['Space', 'plays the run, from the track'],
  ['Esc', 'lets go, and back to the button you pressed'],
]

export function offerKeys(): void {
  document.addEventListener('keydown', (event) => {
    const { key, target } = event
    if (key !== '?' || event.metaKey || event.ctrlKey || event.altKey) return
    const isTyping = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
    const stage = target instanceof Element ? target.closest<HTMLElement>('.stage') : null
    if (isTyping || !stage) return
    event.preventDefault()
    show(stage)
  })
}

function show(stage: HTMLElement): void {
  const list = element('dl', 'keys-list')
  list.append(...KEYS.flatMap(([keys, does]) => [element('dt', '', keys), element('dd', '', does)]))
  const close = element('button', 'button button-plain', 'Close')
  const dialog = document.createElement('dialog')
  dialog.className = 'keys'
  dialog.setAttribute('aria-label', 'Keys of your server')
  close.addEventListener('click', () => dialog.close())
  // Focus goes back to where it was by itself.
  dialog.addEventListener('close', () => dialog.remove())
  dialog.append(element('p', 'keys-title', 'Keys'), list, close)
  stage.append(dialog)
  dialog.showModal()
  announce(stage, KEYS.map(([keys, does]) => `${keys}: ${does}.`).join(' '))
}

function element(name: string, className: string, text = ''): HTMLElement {
  const made = document.createElement(name)
  if (className !== '') made.className = className
  made.textContent = text
  return made
}
