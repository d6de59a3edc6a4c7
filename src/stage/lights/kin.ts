/** What belongs to a step elsewhere on the page, found by its tag, its line, its floor. */
import { speaksOf } from '#course/about.ts'
import { numbered } from '#lib/counted.ts'

type Steps = readonly HTMLElement[]

/** The stage that a part belongs to or, on a page without one, the page. */
export const stageOf = (part: Element): ParentNode => part.closest('.stage') ?? document

/** The paragraphs that say which steps they speak of. */
export const paragraphs = () => [...document.querySelectorAll<HTMLElement>('[data-about]')]

export const speaks = ({ dataset }: HTMLElement, step: HTMLElement) =>
  speaksOf(dataset.about ?? '', step.dataset.tag ?? '')

/** The lines of the page, of listings and of the source beside it, that made this step. */
export function linesOf({ dataset: { source = '' } }: HTMLElement): readonly HTMLElement[] {
  const [, file = '', line = ''] = /^(.+):(\d+)$/.exec(source) ?? []
  const inFile = `[data-file="${CSS.escape(file)}"] .line[data-line="${line}"]`
  return file === '' ? [] : [...document.querySelectorAll<HTMLElement>(inFile)]
}

/** The floors of the house of this list on which a step stands. */
export function floorsOf(list: HTMLElement, { dataset: { floor } }: HTMLElement) {
  const { trace = '' } = list.dataset
  const ofTrace = `a.house-floor[href^="#${CSS.escape(trace)}-"][data-floor="${floor ?? ''}"]`
  return [...stageOf(list).querySelectorAll(ofTrace)]
}

/** Its tick on the track. */
export function ticksOf(list: HTMLElement, { dataset: { step } }: HTMLElement) {
  const { trace = '' } = list.dataset
  const ofTrace = `[data-track="${CSS.escape(trace)}"] [data-tick="${step ?? ''}"]`
  return [...stageOf(list).querySelectorAll(ofTrace)]
}

/** Makes a control of every line that made a step, of no other. */
export function markLines(steps: Steps): void {
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

/** A paragraph that speaks of steps says of how many. */
export function markParagraphs(steps: Steps): void {
  for (const paragraph of paragraphs()) {
    const count = steps.filter((step) => speaks(paragraph, step)).length
    const known = paragraph.querySelector('.about-mark')
    if (count === 0) known?.remove()
    else (known ?? addMark(paragraph)).textContent = numbered(count, 'step')
  }
}

function addMark(paragraph: HTMLElement): Element {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'about-mark'
  button.setAttribute('aria-pressed', 'false')
  paragraph.append(button)
  return button
}
