/** Brings an open row into view, with its detail, inside whatever scrolls the list. */

const MARGIN = 8

/** The page itself moves only for somebody who chose from afar. */
export function bringIntoView(
  step: HTMLElement,
  list: HTMLElement,
  { fromAfar = false } = {},
): void {
  const scroller = scrollerOf(list)
  if (scroller) scrollInside(step, scroller)
  const { top, bottom } = step.getBoundingClientRect()
  if (fromAfar && (top < 0 || bottom > innerHeight))
    step.querySelector('summary')?.scrollIntoView({ block: scroller ? 'nearest' : 'center' })
}

function scrollInside(step: HTMLElement, scroller: HTMLElement): void {
  const view = scroller.getBoundingClientRect()
  const { top, bottom } = step.getBoundingClientRect()
  // Of a long step, its beginning.
  const end = Math.min(bottom, top + view.height - 2 * MARGIN)
  if (end > view.bottom) scroller.scrollTop += end - view.bottom + MARGIN
  else if (top < view.top) scroller.scrollTop -= view.top - top + MARGIN
}

function scrollerOf(list: HTMLElement): HTMLElement | null {
  for (let at: HTMLElement | null = list; at && at !== document.body; at = at.parentElement)
    if (at.scrollHeight > at.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(at).overflowY))
      return at
  return null
}
