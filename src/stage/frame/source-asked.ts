/** A press of a line of the source turns the stage to its tab, and so does a step of the scrubber. */
import { refresh } from '#stage/lights/lights.ts'
import { showSource } from './source-tab.ts'

type Values = ReadonlyMap<string, string>

/** Where the server is away, the link is there, and leads to the same lines once it is back. */
export async function turnToSource(stage: HTMLElement, event: Event): Promise<void> {
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (!(link instanceof HTMLAnchorElement)) return
  const isStep = event instanceof CustomEvent
  const isShown = await turn(stage, link, isStep ? (event.detail as Values) : new Map())
  if (!isShown && !isStep) location.assign(link.href)
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
