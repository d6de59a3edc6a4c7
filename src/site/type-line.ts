/** Types a line of a lesson's transcript at the prompt of its stage. There it waits: its reader runs it. */
import { lineInLink } from '#console/line-link.ts'
import { TYPE } from '#console/called.ts'
import './bring-prompt.ts'
import { openOnPhone } from './offer-sheets.ts'

/** Where an act has no tab for it. */
const MORE = '[data-panel="more"]'
/** A tab that is asked for and does not come is no longer waited for. */
const LONGEST = 10_000

document.addEventListener('click', (event) => {
  const { target } = event
  const link = target instanceof Element ? target.closest<HTMLAnchorElement>('a[data-types]') : null
  // One without a line opens the prompt, and types nothing.
  const line = link && (lineInLink(link.hash) ?? '')
  const demo = link?.dataset.stageOf
  if (line === null || demo === undefined) return
  const stage = document.querySelector(`[data-demo="${CSS.escape(demo)}"]`)
  const room = stage?.querySelector('[data-panel="console"]') ?? stage?.querySelector(MORE)
  // The stage turns to its tab; where it does not, the link leads to the page of the prompt.
  setTimeout(() => {
    if (!room || !event.defaultPrevented) return
    openOnPhone(room.closest('[data-stage]'), 'page', link)
    whenThere(room, (prompt) => type(prompt, line))
  })
})

const type = (prompt: Element, line: string) =>
  prompt.dispatchEvent(new CustomEvent(TYPE, { detail: line }))

function whenThere(room: Element, act: (prompt: Element) => void): void {
  const prompt = room.querySelector('glass-console')
  if (prompt) return act(prompt)
  const coming = new MutationObserver(() => {
    const come = room.querySelector('glass-console')
    if (!come) return
    coming.disconnect()
    act(come)
  })
  coming.observe(room, { childList: true, subtree: true })
  setTimeout(() => coming.disconnect(), LONGEST)
}
