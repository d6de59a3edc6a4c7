/** Brings an open row into view, with its detail, inside whatever scrolls the list, and keeps it there. */

const MARGIN = 8

/** The row that each list shows. */
const wishes = new Map<HTMLElement, Wish>()

interface Wish {
  readonly step: HTMLElement
  /** What scrolls it, if it is long. It is looked for when all is in place: before, each look would lay out a page half put together. */
  frame: HTMLElement | null
  /** Once: the page does not move again by itself. */
  fromAfar: boolean
  /** How far its frame was scrolled for it, or `null` as long as it was not shown. */
  leftAt: number | null
}

/** Where a row stands is known once all is in place; what grows, or gets less room, moves it again. */
const sizes = new ResizeObserver(() => {
  for (const [list, wish] of wishes) {
    if (sideBySide.matches) show(list, wish)
    else letGo(list)
  }
})

// Beside the text the list is all that scrolls. On a phone its reader opens a sheet, and scrolls that.
const sideBySide = matchMedia('(min-width: 60.0625rem)')

/**
 * Shows a row with the next frame: an answer comes in many pieces, and where
 * a row stands is measured when all of them are in place. A detail that comes
 * after the line in the house, a strip of two lines that takes room: the row
 * stays in view until its reader does something. The page itself moves only
 * for somebody who chose from afar.
 */
export function bringIntoView(
  step: HTMLElement,
  list: HTMLElement,
  { fromAfar = false } = {},
): void {
  const before = wishes.get(list)
  letGo(list)
  const isAsked = before?.leftAt === null && before.fromAfar
  const wish: Wish = { step, frame: null, fromAfar: fromAfar || isAsked, leftAt: null }
  wishes.set(list, wish)
  requestAnimationFrame(() => {
    if (wishes.get(list) !== wish) return
    wish.frame = frameOf(list)
    ;(sideBySide.matches ? keep : showOnce)(list, wish)
  })
}

/** Watched from here on, it is shown in this frame, and again whenever something grows. */
function keep(list: HTMLElement, { frame }: Wish): void {
  for (const part of frame ? [list, frame] : [list]) sizes.observe(part)
  for (const type of READERS) list.addEventListener(type, act, { capture: true })
}

const READERS = ['pointerdown', 'keydown']

const act = ({ currentTarget }: Event) => letGo(currentTarget as HTMLElement)

function letGo(list: HTMLElement): void {
  const wish = wishes.get(list)
  if (!wish) return
  wishes.delete(list)
  sizes.unobserve(list)
  // The list that took its place may be in the same frame.
  const isShared = [...wishes.values()].some(({ frame }) => frame === wish.frame)
  if (wish.frame && !isShared) sizes.unobserve(wish.frame)
  for (const type of READERS) list.removeEventListener(type, act, { capture: true })
}

function showOnce(list: HTMLElement, wish: Wish): void {
  show(list, wish)
  letGo(list)
}

function show(list: HTMLElement, wish: Wish): void {
  const { step, frame, leftAt, fromAfar } = wish
  if (!list.isConnected || (frame && leftAt !== null && !isWhereItWas(frame, leftAt)))
    return letGo(list)
  // What is folded away, or on a page that is not shown, is looked at when it is opened.
  if (!step.checkVisibility({ contentVisibilityAuto: true })) return
  const scroller = scrollerOf(list)
  if (scroller) scrollInside(step, scroller)
  wish.leftAt = frame?.scrollTop ?? 0
  wish.fromAfar = false
  const { top, bottom } = step.getBoundingClientRect()
  if (fromAfar && (top < 0 || bottom > innerHeight))
    step.querySelector('summary')?.scrollIntoView({ block: scroller ? 'nearest' : 'center' })
}

/** Whoever has scrolled since looks at something else. A frame that got shorter has not. */
function isWhereItWas({ scrollTop, scrollHeight, clientHeight }: HTMLElement, leftAt: number) {
  return Math.abs(scrollTop - Math.min(leftAt, scrollHeight - clientHeight)) <= 1
}

function scrollInside(step: HTMLElement, scroller: HTMLElement): void {
  const view = scroller.getBoundingClientRect()
  const { top, bottom } = step.getBoundingClientRect()
  // Of a long step, its beginning.
  const end = Math.min(bottom, top + view.height - 2 * MARGIN)
  if (end > view.bottom) scroller.scrollTop += end - view.bottom + MARGIN
  else if (top < view.top) scroller.scrollTop -= view.top - top + MARGIN
}

const frameOf = (list: HTMLElement) => around(list, () => true)

/** The frame that has something to scroll, now. */
const scrollerOf = (list: HTMLElement) =>
  around(list, ({ scrollHeight, clientHeight }) => scrollHeight > clientHeight + 1)

function around(list: HTMLElement, is: (frame: HTMLElement) => boolean): HTMLElement | null {
  for (let at: HTMLElement | null = list; at && at !== document.body; at = at.parentElement)
    if (/auto|scroll/.test(getComputedStyle(at).overflowY) && is(at)) return at
  return null
}
