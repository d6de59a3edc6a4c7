/** Brings an open row into view, with its detail, inside whatever scrolls the list. */

const MARGIN = 8

/** The row that each list shows next. */
const next = new Map<HTMLElement, Wish>()

interface Wish {
  readonly step: HTMLElement
  readonly fromAfar: boolean
}

/**
 * Shows a row with the next frame: an answer comes in many pieces, and where
 * a row stands is measured once, when all of them are in place. The page
 * itself moves only for somebody who chose from afar.
 */
export function bringIntoView(
  step: HTMLElement,
  list: HTMLElement,
  { fromAfar = false } = {},
): void {
  if (next.size === 0) requestAnimationFrame(showAll)
  next.set(list, { step, fromAfar: fromAfar || next.get(list)?.fromAfar === true })
}

function showAll(): void {
  const wishes = [...next]
  next.clear()
  for (const [list, wish] of wishes) show(list, wish)
}

function show(list: HTMLElement, { step, fromAfar }: Wish): void {
  // What is folded away, or on a page that is not shown, is looked at when it is opened.
  if (!step.checkVisibility({ contentVisibilityAuto: true })) return
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
