import { awayNotice } from '#stage/frame/notice.ts'
import { sayUnder, showNotice } from '#stage/frame/notices.ts'
import { markBusy } from '#stage/answers/waiting.ts'

/** Loads what a press at a place needs; `null`: it is all there. */
type MissingAt = (target: Element) => (() => Promise<unknown>) | null

const PRESSED = 'a, button, summary, label'
/** Keys with a meaning to what has the focus. Enter and Space press. */
const KEYS = /^(?:Arrow.*|Home|End|Escape|[,.?se])$/

/**
 * A press may come before the code that answers it. It is held until that is
 * there, and then handed on: none is lost, and none leads away from the page.
 */
export function holdPresses(missingAt: MissingAt): void {
  const held = new Set<Element>()

  const hold = (event: Event, target: Element) => {
    const load = missingAt(target)
    // Nobody presses what is hidden: code does, once what it needs is there.
    if (!load || target.closest('[data-notice], [hidden]')) return
    event.preventDefault()
    event.stopImmediatePropagation()
    if (!held.has(target)) void handOn(event, target, load)
  }

  const handOn = async (event: Event, target: Element, load: () => Promise<unknown>) => {
    held.add(target)
    const pressed = [target.closest(PRESSED) ?? target]
    markBusy(pressed, true)
    const isHere = await load().then(
      () => true,
      () => false,
    )
    held.delete(target)
    markBusy(pressed, false)
    if (!isHere) return say(target, () => void handOn(event, target, load))
    // What is sent from here on is said by whoever sends it.
    say(target, null)
    target.dispatchEvent(new (event.constructor as typeof Event)(event.type, event))
  }

  addEventListener(
    'click',
    (event) => {
      const { target, metaKey, ctrlKey, shiftKey, button } = event
      const isPlain = !metaKey && !ctrlKey && !shiftKey && button === 0
      if (isPlain && target instanceof Element && target.closest(PRESSED)) hold(event, target)
    },
    { capture: true },
  )
  addEventListener(
    'keydown',
    (event) => {
      const { target } = event
      const isTyping = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
      if (KEYS.test(event.key) && target instanceof Element && !isTyping) hold(event, target)
    },
    { capture: true },
  )
}

/** That the code did not come, where its reader looks. */
function say(target: Element, again: (() => void) | null): void {
  const form = target.closest<HTMLFormElement>('form')
  const act = target.closest<HTMLElement>('[data-stage-of]')?.dataset.stageOf
  const stage = target.closest('.stage') ?? document.getElementById(`stage-${act}`)
  const notice = again && awayNotice(navigator.onLine)
  if (stage) showNotice(stage, notice, again ?? undefined)
  sayUnder(form?.dataset.run ?? null, form, notice?.short ?? '')
}
