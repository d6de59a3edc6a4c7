/**
 * Cards of words open for a pointer that rests on them and for the focus, as
 * they do for a press without this. One that a pointer opened stays while it is
 * on the word or on the card; Escape closes each, wherever the pointer is.
 */

/** A pointer that only passes opens nothing. */
const RESTS = 200
/** Between the word and its card is a gap. */
const LINGERS = 300

type OpenedBy = 'pointer' | 'focus'

const isPlaced = CSS.supports('position-area: block-end')
let timer: ReturnType<typeof setTimeout> | undefined
/** What opened the card that is open, where it was no press. */
let openedBy: OpenedBy | null = null
/** The word that the pointer is on. */
let pointed: Element | null = null
/** The card that closes just now: the focus goes back to its word, and is not to open it again. */
let closing: EventTarget | null = null

export function offerCards(): void {
  document.addEventListener('pointerover', ({ target, pointerType, buttons }) => {
    if (pointerType !== 'touch' && buttons === 0) point(termOf(target))
  })
  document.documentElement.addEventListener('pointerleave', () => point(null))
  document.addEventListener('focusin', ({ target }) => focus(target))
  document.addEventListener('focusout', ({ relatedTarget }) => {
    const open = openCard()
    // What a pointer opened goes with the pointer; where the window loses the focus, nothing goes.
    if (!open || openedBy === 'pointer' || !(relatedTarget instanceof Element)) return
    if (termOf(relatedTarget) !== termOf(open)) open.hidePopover()
  })
  document.addEventListener('click', (event) => {
    const open = openCard()
    // Whoever presses a word with its card in view wants to keep it.
    if (!open || openedBy !== 'pointer' || event.detail === 0) return
    if (!(event.target instanceof Element) || wordOf(open) !== event.target.closest('.term-word'))
      return
    event.preventDefault()
    openedBy = null
  })
  // Neither of the two bubbles.
  document.addEventListener('beforetoggle', told, { capture: true })
  document.addEventListener('toggle', placeWithoutAnchors, { capture: true })

  // They have come to rest on one while this was on its way.
  point(document.querySelector('.term:hover'))
  focus(document.activeElement)
}

const termOf = (target: EventTarget | null) =>
  target instanceof Element ? target.closest('.term') : null
const cardOf = (term: Element) => term.querySelector<HTMLElement>('.term-card')
const wordOf = (part: Element) => termOf(part)?.querySelector<HTMLElement>('.term-word') ?? null
const openCard = () => document.querySelector<HTMLElement>('.term-card:popover-open')

function point(term: Element | null): void {
  if (term === pointed) return
  pointed = term
  clearTimeout(timer)
  const open = openCard()
  if (term && (!open || termOf(open) !== term))
    timer = setTimeout(() => show(term, 'pointer'), RESTS)
  else if (!term && open && openedBy === 'pointer')
    timer = setTimeout(() => openCard() === open && open.hidePopover(), LINGERS)
}

function focus(target: EventTarget | null): void {
  if (!(target instanceof Element) || !target.matches('.term-word:focus-visible')) return
  const term = termOf(target)
  if (term && closing !== cardOf(term)) show(term, 'focus')
}

function show(term: Element, by: OpenedBy): void {
  const card = cardOf(term)
  const source = wordOf(term)
  if (!card || !source || card.matches(':popover-open')) return
  card.showPopover({ source })
  openedBy = by
}

function told({ target, newState }: ToggleEvent): void {
  if (!(target instanceof Element) || !target.matches('.term-card')) return
  openedBy = null
  if (newState !== 'closed') return
  closing = target
  setTimeout(() => (closing = null))
}

/** Where a browser anchors nothing yet, the same place is measured. */
function placeWithoutAnchors({ target, newState }: ToggleEvent): void {
  if (isPlaced || newState !== 'open') return
  if (!(target instanceof HTMLElement) || !target.matches('.term-card')) return
  const word = wordOf(target)?.getBoundingClientRect()
  if (!word) return
  const { width, height } = target.getBoundingClientRect()
  const middle = word.left + word.width / 2 - width / 2
  const left = Math.max(16, Math.min(middle, innerWidth - width - 16))
  const isBelow = word.bottom + height + 5 <= innerHeight || word.top < height + 5
  const top = isBelow ? word.bottom + 5 : word.top - height - 5
  Object.assign(target.style, { inset: `${top}px auto auto ${left}px`, margin: '0' })
}
