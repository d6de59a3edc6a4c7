/**
 * The stage of a phone, as a sheet over its text. It is the same stage in the
 * same place of the document, lifted above everything else: nothing is copied,
 * and nothing moves. The rest of the page is inert until it is put back.
 */
import '#stage/frame/glass-stage.ts'
import { bringRest } from '#stage/answers/bring-rest.ts'
import { bringIntoView } from '#stage/list/in-view.ts'
import { isPhone } from './folded.ts'

/** What a sheet shows below its strip. */
export type Side = 'trace' | 'page'

/** Drawn down by this many pixels it closes. */
const FAR = 90
/** A thumb that presses moves by no more. */
const STILL = 6
/** From this width on the house has its two lines for each floor. */
const TABLET = 600

let turnTo: ((side: Side) => void) | null = null

/** Opens the stage at one of its sides. Whoever opened it has the focus again when it is closed. */
export function openSheet(host: HTMLElement, side: Side, from: HTMLElement | null): void {
  turnTo ??= lift(host, from)
  turnTo(side)
}

function lift(host: HTMLElement, from: HTMLElement | null): (side: Side) => void {
  const stage = host.querySelector<HTMLElement>('.stage')!
  const grip = stage.querySelector<HTMLElement>('.sheet-grip')!
  const house = stage.querySelector('[data-part="house"]')!
  const ends = new AbortController()
  const inert = besides(stage)
  const tab = addTab(stage, `#${host.dataset['demo']}-list`)
  let isClosing = false

  // By the way the browser goes back: it is one step of its history.
  const close = () => {
    if (!isClosing) history.back()
    isClosing = true
  }
  const panel = () =>
    stage.querySelector<HTMLElement>('[data-panel]:not([hidden])')?.dataset['panel']
  const lineHouse = () => house.querySelector(':scope > :is(.house-phone, .house-narrow)')

  const mark = (side: Side) => {
    stage.dataset['sheet'] = side
    const current = side === 'trace' ? side : panel()
    for (const each of stage.querySelectorAll<HTMLElement>('[data-tab]')) {
      const isCurrent = each.dataset['tab'] === current
      each.setAttribute('aria-selected', `${isCurrent}`)
      each.tabIndex = isCurrent ? 0 : -1
    }
  }

  const show = (side: Side) => {
    if (stage.dataset['sheet'] === side) return
    mark(side)
    const row = stage.querySelector<HTMLElement>('.stage-list [aria-current]')
    const list = row?.closest<HTMLElement>('glass-list')
    // On a low screen house and list scroll as one: whoever asked for no step sees the house first.
    const { scrollHeight, clientHeight } = stage.querySelector('.stage-trace')!
    const isAtHouse = scrollHeight > clientHeight + 1 && from?.dataset['opens']
    if (side === 'page' || !list || isAtHouse) return stage.focus({ preventScroll: true })
    bringIntoView(row!.closest('li')!, list)
    row!.focus({ preventScroll: true })
  }

  /** Of the forms of a house that an answer brings, the one for this width. */
  const drawHouse = () => {
    if (lineHouse() || innerWidth >= TABLET) return
    const form = innerWidth < 360 ? 'narrow' : 'phone'
    const drawn = house.querySelector<HTMLTemplateElement>(`template[data-form="${form}"]`)
    if (drawn) house.prepend(drawn.content.cloneNode(true))
  }
  const drawing = new MutationObserver(drawHouse)

  const putBack = () => {
    ends.abort()
    drawing.disconnect()
    turnTo = null
    stage.hidePopover()
    for (const name of ['popover', 'role', 'aria-modal', 'tabindex', 'data-sheet', 'style'])
      stage.removeAttribute(name)
    for (const each of inert) each.inert = false
    grip.hidden = true
    tab.remove()
    lineHouse()?.remove()
    host.style.minBlockSize = ''
    host.dispatchEvent(new CustomEvent('glass-turn', { detail: 'page' }))
    from?.focus({ preventScroll: true })
  }

  const press = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    const to = link?.dataset['tab']
    if (!link || to === 'source') return void (link && show('page'))
    // The page that is there is looked at first; whoever presses once more begins it again.
    const isHidden = stage.dataset['sheet'] === 'trace'
    if (to === 'trace' || (to === 'page' && panel() === to && isHidden)) {
      event.preventDefault()
      event.stopPropagation()
      return show(to)
    }
    const isHere = link.pathname === location.pathname
    const target = isHere ? document.getElementById(link.hash.slice(1)) : null
    if (!target || stage.contains(target)) return
    // A way into the text: there is where its reader wants to be.
    event.preventDefault()
    addEventListener('popstate', () => setTimeout(() => goTo(target)), { once: true })
    close()
  }

  // The text keeps its place, and so does its reader.
  host.style.minBlockSize = `${host.getBoundingClientRect().height}px`
  for (const each of inert) each.inert = true
  grip.hidden = false
  stage.setAttribute('role', 'dialog')
  stage.setAttribute('aria-modal', 'true')
  stage.tabIndex = -1
  stage.popover = 'manual'
  stage.showPopover()
  drawHouse()
  drawing.observe(house, { childList: true })
  // Without them the house is drawn as beside a text.
  bringRest(stage).catch(() => undefined)
  history.pushState({ sheet: true }, '')

  const { signal } = ends
  const early = { signal, capture: true }
  addEventListener('popstate', putBack, { signal })
  isPhone.addEventListener('change', close, { signal })
  // A press beside it: the rest of the page takes none. What was pressed may be gone by now; the press
  // that has opened it may still be on its way up to here; and what a script presses is no press.
  const openedAt = performance.now()
  const pressElsewhere = (event: MouseEvent) => {
    const isOfReader = event.isTrusted && event.timeStamp > openedAt
    if (isOfReader && !event.composedPath().includes(stage)) close()
  }
  document.addEventListener('click', pressElsewhere, { signal })
  stage.addEventListener('click', press, early)
  // Escape first closes what is open inside.
  stage.addEventListener(
    'keydown',
    ({ key }) => {
      const isInside = stage.querySelector('[data-menu][open]') || 'scrubbing' in stage.dataset
      if (key === 'Escape' && !isInside) close()
    },
    early,
  )
  // A tab was turned to: it is below the strip that it is looked for.
  host.addEventListener('glass-turned', () => mark('page'), { signal })
  drawDown(grip, stage, close, signal)
  return show
}

/** The grip closes by a press, and by being drawn down. */
function drawDown(
  grip: HTMLElement,
  stage: HTMLElement,
  close: () => void,
  signal: AbortSignal,
): void {
  let start: number | null = null
  let by = 0
  const hear = (type: 'pointerdown' | 'pointermove' | 'pointerup', does: (y: number) => void) =>
    grip.addEventListener(type, ({ clientY }) => does(clientY), { signal })
  hear('pointerdown', (y) => {
    start = y
    by = 0
  })
  hear('pointermove', (y) => {
    if (start === null) return
    by = Math.max(0, y - start)
    stage.style.translate = `0 ${by}px`
  })
  hear('pointerup', () => {
    start = null
    if (by > FAR) close()
    else stage.style.translate = ''
  })
  grip.addEventListener('pointerdown', ({ pointerId }) => grip.setPointerCapture(pointerId), {
    signal,
  })
  grip.addEventListener('click', () => by < STILL && close(), { signal })
}

/** The trace is a tab here, because there is no room for it below the others. */
function addTab(stage: HTMLElement, href: string): HTMLElement {
  const tab = document.createElement('a')
  tab.dataset['tab'] = 'trace'
  tab.href = href
  tab.textContent = 'Trace'
  tab.setAttribute('role', 'tab')
  tab.setAttribute('aria-controls', href.slice(1))
  stage.querySelector('[data-tab]')!.before(tab)
  return tab
}

/** All of the page that is not inside, and can be pressed now. */
function besides(inside: HTMLElement): readonly HTMLElement[] {
  const found: HTMLElement[] = []
  for (let at = inside; at !== document.body; at = at.parentElement!)
    for (const each of at.parentElement!.children)
      if (each !== at && each instanceof HTMLElement && !each.inert) found.push(each)
  return found
}

function goTo(target: HTMLElement): void {
  target.scrollIntoView()
  if (!target.matches('a, button, input, summary')) target.tabIndex = -1
  target.focus({ preventScroll: true })
}
