/** A press of a line of the source turns the stage to its tab, and so does a step of the scrubber. */
import { refresh } from '#stage/lights/lights.ts'
import { showSource } from './source-tab.ts'

type Values = ReadonlyMap<string, string>

export function answerSource(stage: HTMLElement): void {
  stage.addEventListener('click', (event) => {
    const { target } = event
    const isPlain = !event.metaKey && !event.ctrlKey && !event.shiftKey && event.button === 0
    const link = target instanceof Element && target.closest('.step-source a')
    if (!isPlain || !(link instanceof HTMLAnchorElement)) return
    event.preventDefault()
    // Where the server is away, the link is there, and leads to the same lines once it is back.
    void turn(stage, link).then((isShown) => isShown || location.assign(link.href))
  })
  stage.addEventListener('glass-source', (event) => {
    const { target } = event
    const values = event instanceof CustomEvent ? (event.detail as Values) : new Map()
    if (target instanceof HTMLAnchorElement) void turn(stage, target, values)
  })
}

async function turn(
  stage: HTMLElement,
  link: HTMLAnchorElement,
  values: Values = new Map(),
): Promise<boolean> {
  if (!(await showSource(stage, link))) return false
  refresh()
  writeValues(stage, values)
  return true
}

/** What is known so far stands beside the lines, as in a debugger. */
function writeValues(stage: HTMLElement, values: Values): void {
  const panel = stage.querySelector<HTMLElement>('[data-panel="source"]')
  for (const old of panel?.querySelectorAll('.source-value') ?? []) old.remove()
  for (const line of panel?.querySelectorAll<HTMLElement>('.line[data-line]') ?? []) {
    const value = values.get(`${panel?.dataset.file}:${line.dataset.line}`)
    if (value === undefined) continue
    const note = document.createElement('span')
    note.className = 'source-value'
    note.textContent = value
    line.append(note)
  }
}
