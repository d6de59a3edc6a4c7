/** Says in the strip what keeps an answer, and in a line under the button that was pressed. */
import { partName } from '#stage/answers/places.ts'
import type { Notice } from './notice.ts'

const CLOCK = 'M10 5v5l3 2M10 2.5a7.5 7.5 0 1 0 .01 0'
const RING = 'M10 5.5a4.5 4.5 0 1 0 .01 0'

/** Shows it in place of the run before, which stays; `null` brings that back. */
export function showNotice(
  stage: Element,
  notice: Notice | null,
  act: () => void = () => undefined,
) {
  const strip = stage.querySelector<HTMLElement>('.stage-strip')
  if (!strip) return
  const hadFocus = strip.querySelector('[data-notice]')?.contains(document.activeElement)
  strip.querySelector('[data-notice]')?.remove()
  strip.toggleAttribute('data-said', notice !== null)
  if (notice) {
    const said = drawn(notice, act)
    strip.append(said)
    if (hadFocus) said.querySelector('button')?.focus({ preventScroll: true })
  }
}

function drawn({ end, parts, below, action }: Notice, act: () => void): HTMLElement {
  const strip = element('div', 'strip')
  strip.dataset.end = end
  strip.dataset.notice = ''
  const mark = element('span', 'strip-mark')
  mark.setAttribute('aria-hidden', 'true')
  mark.innerHTML = `<svg viewBox="0 0 20 20"><path d="${end === 'away' ? RING : CLOCK}"></path></svg>`
  const sentence = element('span', 'strip-sentence')
  const strong = document.createElement('strong')
  strong.textContent = parts[1]
  sentence.append(parts[0], strong, parts[2])
  const words = document.createElement('p')
  words.append(sentence, ' ', element('span', 'strip-below', below))
  strip.append(mark, words)
  if (action) {
    const button = element(
      'button',
      `button${action.does === 'stop' ? ' button-plain' : ''}`,
      action.label,
    )
    button.setAttribute('type', 'button')
    button.addEventListener('click', act, { once: true })
    strip.append(button)
  }
  return strip
}

function element(name: string, className: string, text = ''): HTMLElement {
  const made = document.createElement(name)
  made.className = className
  made.textContent = text
  return made
}

/** One line under the button of the text; what stood there comes with the next answer. */
export function sayUnder(run: string | null, form: Element | null, sentence: string): void {
  const part =
    run === null
      ? null
      : document.querySelector(`[data-part="${CSS.escape(partName({ to: 'act', id: run }))}"]`)
  const around = part ?? (form?.closest('.stage') ? null : form?.parentElement)
  around?.querySelector('[data-said]')?.remove()
  if (!around || sentence === '') return
  const line = element('p', 'run-said', sentence)
  line.dataset.said = ''
  around.append(line)
}

/** Whoever was told to wait cannot press until then. */
export function dullUntil(button: HTMLElement, seconds: number): void {
  button.setAttribute('aria-disabled', 'true')
  button.dataset.dull = ''
  // A timer cannot be longer than this, and no limit of ours is.
  setTimeout(
    () => {
      button.removeAttribute('aria-disabled')
      delete button.dataset.dull
    },
    Math.min(seconds, 86_400) * 1_000,
  )
}
