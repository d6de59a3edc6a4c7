/**
 * The text beside the traces of a page: its paragraphs say which steps they
 * speak of, its listings which lines they show. Both can be chosen, and both
 * are lit by what is chosen elsewhere.
 */
import { speaksOf, tagsOf } from '#course/about.ts'
import { plural } from '#lib/counted.ts'

type Steps = readonly HTMLElement[]

/** A trace of the page that can be asked for its steps. */
export interface Lights {
  readonly steps: Steps
  choose(steps: Steps, options: { fromAfar: boolean }): void
  clear(): void
}

const all = new Set<Lights>()
let isListening = false
// Beside the text there is room for the steps; on a phone they are elsewhere, so a stray touch must not go there.
const sideBySide = matchMedia('(min-width: 64rem)')

export function join(trace: Lights): void {
  if (!isListening) listen()
  isListening = true
  all.add(trace)
  mark()
}

export function leave(trace: Lights): void {
  all.delete(trace)
  mark()
}

/** One choice at a time, whichever trace it is in. */
export function clearOthers(trace: Lights): void {
  for (const each of all) if (each !== trace) each.clear()
}

export const paragraphs = () => [...document.querySelectorAll<HTMLElement>('[data-about]')]

export const speaks = ({ dataset }: HTMLElement, step: HTMLElement) =>
  speaksOf(dataset.about ?? '', step.dataset.tag ?? '')

/** The lines of the page's listings, and of an open source pane, that made this step. */
export function linesOf({ dataset: { source = '' } }: HTMLElement): readonly HTMLElement[] {
  const [, file = '', line = ''] = /^(.+):(\d+)$/.exec(source) ?? []
  const inFile = `[data-file="${CSS.escape(file)}"] .line[data-line="${line}"]`
  return file === '' ? [] : [...document.querySelectorAll<HTMLElement>(inFile)]
}

/** Makes a control of every line that made a step, of no other. Call it when lines or steps have changed. */
export function markLines(): void {
  const steps = [...all].flatMap((trace) => trace.steps)
  const made = new Set(steps.flatMap(linesOf))
  for (const line of document.querySelectorAll<HTMLElement>('[data-file] .line[data-line]')) {
    if (made.has(line) === line.hasAttribute('role')) continue
    if (made.has(line)) {
      line.setAttribute('role', 'button')
      line.tabIndex = 0
      line.setAttribute('aria-pressed', 'false')
    } else for (const name of ['role', 'tabindex', 'aria-pressed']) line.removeAttribute(name)
  }
}

function mark(): void {
  markLines()
  const steps = [...all].flatMap((trace) => trace.steps)
  for (const paragraph of paragraphs()) {
    const count = steps.filter((step) => speaks(paragraph, step)).length
    const known = paragraph.querySelector('.about-mark')
    if (count === 0) known?.remove()
    else label(known ?? addMark(paragraph), count)
  }
}

function label(button: Element, count: number): void {
  const word = document.createElement('span')
  word.textContent = ` ${plural(count, 'step')}`
  button.replaceChildren(String(count), word)
}

function addMark(paragraph: HTMLElement): Element {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'about-mark'
  button.setAttribute('aria-pressed', 'false')
  paragraph.append(button)
  return button
}

function listen(): void {
  document.addEventListener('click', (event) => {
    if (event.target instanceof Element) chooseAt(event.target)
  })
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') for (const trace of all) trace.clear()
    if (event.key !== 'Enter' && event.key !== ' ') return
    const line = event.target instanceof Element && event.target.closest('.line[role="button"]')
    if (!line) return
    event.preventDefault()
    chooseAt(line)
  })
}

function chooseAt(target: Element): void {
  const line = target.closest<HTMLElement>('.line[role="button"]')
  if (line) return choose(line, (steps) => steps.filter((step) => linesOf(step).includes(line)))
  const paragraph = target.closest<HTMLElement>('[data-about]')
  if (!paragraph) return
  const isMark = target.closest('.about-mark') !== null
  if (!isMark && (!sideBySide.matches || isBusy(target))) return
  // What a paragraph names first is what it is most about.
  const tags = tagsOf(paragraph.dataset.about)
  const about = (steps: Steps) =>
    tags.flatMap((tag) => steps.filter(({ dataset }) => speaksOf(tag, dataset.tag ?? '')))
  choose(paragraph, (steps) => [...new Set(about(steps))])
}

/** Links lead elsewhere, and whoever marks words wants to copy them. */
const isBusy = (target: Element) =>
  target.closest('a, button, input, summary, .listing, [data-stage]') !== null ||
  getSelection()?.isCollapsed === false

function choose(from: HTMLElement, pick: (steps: Steps) => Steps): void {
  const again = 'chosen' in from.dataset && from.classList.contains('lit')
  for (const each of document.querySelectorAll<HTMLElement>('[data-chosen]'))
    delete each.dataset.chosen
  if (!again) from.dataset.chosen = ''
  for (const trace of all) {
    const steps = again ? [] : pick(trace.steps)
    if (steps.length === 0) trace.clear()
    else trace.choose(steps, { fromAfar: from.closest('.source-pane') === null })
  }
}
