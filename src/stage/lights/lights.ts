/**
 * What belongs to a step lights with it: its row, its floor, its line of the
 * source, the paragraph that explains it, its tick on the track. Choosing any
 * of them chooses the step. One thing is chosen at a time, in one stage.
 */
import { announce as say } from '#stage/answers/announce.ts'
import { speaksOf, tagsOf } from '#course/about.ts'
import { floorsOf, linesOf, markLines, markParagraphs, paragraphs, speaks, ticksOf } from './kin.ts'

type Steps = readonly HTMLElement[]

/** A list of steps on the page. */
export interface StepsList {
  readonly element: HTMLElement
  readonly steps: Steps
  /** Opens the step and brings it into view. The page moves only for somebody who chose from afar. */
  reveal(step: HTMLElement, options: { readonly fromAfar: boolean }): void
  /** Which row is the chosen one, now. */
  mark(step: HTMLElement | null): void
}

interface Choice {
  readonly list: StepsList
  readonly steps: Steps
  readonly lit: readonly Element[]
  /** Floors, which are lit by the request itself, and ticks. */
  readonly beside: readonly Element[]
}

const lists = new Set<StepsList>()
let choice: Choice | null = null
let isListening = false
// Beside the text there is room for the steps; on a phone they are elsewhere, so a stray touch must not go there.
const sideBySide = matchMedia('(min-width: 60.0625rem)')

export function join(list: StepsList): void {
  if (!isListening) listen()
  isListening = true
  lists.add(list)
  refreshOnce()
}

export function leave(list: StepsList): void {
  if (choice?.list === list) clear()
  lists.delete(list)
  refreshOnce()
}

let isToRefresh = false

/** A list that takes the place of another leaves and joins in one turn. */
function refreshOnce(): void {
  if (isToRefresh) return
  isToRefresh = true
  queueMicrotask(() => {
    isToRefresh = false
    refresh()
  })
}

/** Lines and paragraphs lead to steps that are there, and no others. */
export function refresh(): void {
  const steps = [...lists].flatMap((list) => list.steps)
  markLines(steps)
  markParagraphs(steps)
}

/** Lights the steps and all that belongs to them, the first most of all. */
export function light(list: StepsList, steps: Steps): void {
  clear()
  const [first] = steps
  if (!first) return
  const about = paragraphs().filter((each) => steps.some((step) => speaks(each, step)))
  for (const each of about) each.dataset.layer = first.dataset.layer
  const kin = [...steps, ...about, ...steps.flatMap(linesOf)]
  const beside = steps.flatMap((step) => [
    ...floorsOf(list.element, step),
    ...ticksOf(list.element, step),
  ])
  for (const each of kin) setPressed(each, true)
  for (const each of beside) setPressed(each, true, 'chosen')
  choice = { list, steps, lit: kin, beside }
  list.mark(first)
}

/** Lights the steps, and opens the first. */
export function choose(list: StepsList, steps: Steps, { fromAfar = false } = {}): void {
  light(list, steps)
  const [first] = steps
  if (!first) return
  list.reveal(first, { fromAfar })
  announce(list, steps)
}

export function clear(): void {
  if (!choice) return
  for (const each of choice.lit) {
    setPressed(each, false)
    if (each instanceof HTMLElement && each.dataset.about !== undefined) delete each.dataset.layer
  }
  for (const each of choice.beside) setPressed(each, false, 'chosen')
  choice.list.mark(null)
  choice = null
}

/** Lights or darkens; where there is a button for it, the button says so too. */
function setPressed(element: Element, isPressed: boolean, name = 'lit'): void {
  element.classList.toggle(name, isPressed)
  const button = element.querySelector(':scope > .about-mark') ?? element
  if (button.hasAttribute('aria-pressed')) button.setAttribute('aria-pressed', String(isPressed))
}

/** One polite sentence for whoever cannot see what is lit. */
export function announce({ element }: StepsList, steps: Steps): void {
  const [first] = steps
  if (!first) return
  const name = first.querySelector('.step-name')?.textContent.trim() ?? ''
  const more = steps.length > 1 ? ` and ${steps.length - 1} more` : ''
  const [, file, line] = /([^/]+):(\d+)$/.exec(first.dataset.source ?? '') ?? []
  const source = file ? `, line ${line} of ${file}` : ''
  const isExplained = paragraphs().some((each) => speaks(each, first))
  const explained = isExplained ? ' A paragraph of the text explains it.' : ''
  say(element, `${first.dataset.layer}: ${name}${more}${source}.${explained}`)
}

function listen(): void {
  document.addEventListener('click', (event) => {
    const isPlain = !event.metaKey && !event.ctrlKey && !event.shiftKey
    if (isPlain && event.target instanceof Element && chooseAt(event.target)) event.preventDefault()
  })
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') clear()
    if (event.key !== 'Enter' && event.key !== ' ') return
    const line = event.target instanceof Element && event.target.closest('.line[role="button"]')
    if (!line) return
    event.preventDefault()
    chooseAt(line)
  })
}

/** Whether a choice was made there. */
function chooseAt(target: Element): boolean {
  const floor = target.closest<HTMLElement>('a.house-floor')
  if (floor) return chooseFloor(floor)
  const line = target.closest<HTMLElement>('.line[role="button"]')
  if (line) return pick(line, (steps) => steps.filter((step) => linesOf(step).includes(line)))
  const paragraph = target.closest<HTMLElement>('[data-about]')
  if (!paragraph) return false
  const isMark = target.closest('.about-mark') !== null
  if (!isMark && (!sideBySide.matches || isBusy(target))) return false
  // What a paragraph names first is what it is most about.
  const tags = tagsOf(paragraph.dataset.about)
  const about = (steps: Steps) =>
    tags.flatMap((tag) => steps.filter(({ dataset }) => speaksOf(tag, dataset.tag ?? '')))
  return pick(paragraph, (steps) => [...new Set(about(steps))])
}

/** A floor leads to the step that it links to, and lights the others that stand on it. */
function chooseFloor(floor: HTMLElement): boolean {
  const first = document.getElementById(floor.getAttribute('href')?.slice(1) ?? '')
  const list = [...lists].find(({ element }) => first !== null && element.contains(first))
  if (!first || !list) return false
  if (floor.classList.contains('chosen')) clear()
  else {
    const beside = list.steps.filter(
      (step) => step.dataset.floor === floor.dataset.floor && step !== first,
    )
    choose(list, [first, ...beside], { fromAfar: true })
  }
  return true
}

/** Links lead elsewhere, and whoever marks words wants to copy them. */
const isBusy = (target: Element) =>
  target.closest('a, button, input, summary, .listing, [data-stage]') !== null ||
  getSelection()?.isCollapsed === false

/** A second press of the same clears it. A page may have several lists: the first that has such steps is meant. */
function pick(from: HTMLElement, choosing: (steps: Steps) => Steps): true {
  // On a phone each press leads to the steps.
  const isAgain = sideBySide.matches && 'chosen' in from.dataset && from.classList.contains('lit')
  for (const each of document.querySelectorAll<HTMLElement>('[data-chosen]'))
    delete each.dataset.chosen
  clear()
  if (isAgain) return true
  from.dataset.chosen = ''
  const found = [...lists].find((list) => choosing(list.steps).length > 0)
  if (found) choose(found, choosing(found.steps), { fromAfar: true })
  return true
}
