/** What a stage does is seen: on the button, in the strip, under the button, and said. */
import { announce } from '#stage/answers/announce.ts'
import { markBusy, WAITING } from '#stage/answers/waiting.ts'
import { noticeOf, stillWaiting, waitingNotice } from './failure.ts'
import type { Notice } from './notice.ts'
import { dullUntil, sayUnder, showNotice } from './notices.ts'
import { isActing, type StageState } from './stage-state.ts'
import { idleHoursIn } from './told-bar.ts'

/** A press, as far as the page is concerned. */
export interface Press {
  readonly form: Element | null
  /** The button or the link. Sent by a key of its field, a form has its first button pressed. */
  readonly button: Element | null
}

type Act = (notice: Notice) => void

export function showState(
  stage: HTMLElement,
  { before, now }: { readonly before: StageState; readonly now: StageState },
  { form, button }: Press,
  act: Act,
): void {
  stage.toggleAttribute('data-busy', isActing(now))
  stage.toggleAttribute('data-waiting', now.kind === 'waiting')
  if (button) markBusy([button], isActing(now))
  // Not the whole stage: what is busy need not be read out, and its live region is to be heard.
  markBusy(stage.querySelectorAll('.stage-pages, .stage-trace'), now.kind === 'waiting')
  const notice = noticeIn(stage, now)
  showNoticeOf(stage, notice, act)
  if (!notice || now.kind === 'idle' || now.kind === 'sending') return
  sayUnder(now.sent.run, form, notice.short)
  if (now.kind === 'waiting') {
    if (before.kind === 'sending') announce(stage, WAITING)
    return
  }
  announce(stage, `${notice.parts.join('')} ${notice.below}`)
  if (now.failure.kind === 'limited' && button instanceof HTMLElement)
    dullUntil(button, now.failure.seconds)
}

function noticeIn(stage: HTMLElement, state: StageState): Notice | null {
  if (state.kind === 'waiting') return waitingNotice(state.mayStop)
  if (state.kind !== 'failed') return null
  const { start } = stage.dataset
  const isRun = state.sent.run !== null
  const surroundings = { isOnline: navigator.onLine, now: Date.now(), start, isRun }
  return noticeOf(state.failure, { ...surroundings, hours: idleHoursIn(stage) })
}

export function showNoticeOf(stage: HTMLElement, notice: Notice | null, act: Act): void {
  showNotice(stage, notice, () => notice && act(notice))
}

/** A second press while one is under way sends nothing. */
export function sayStill(stage: HTMLElement, state: StageState, act: Act): void {
  if (state.kind !== 'sending' && state.kind !== 'waiting') return
  const below = stillWaiting(state.sent.persona)
  const mayStop = state.kind === 'waiting' && state.mayStop
  showNoticeOf(stage, { ...waitingNotice(mayStop), below }, act)
  announce(stage, below)
}

/** What came of a run, in the words of its strip. */
export function sentenceOf(stage: HTMLElement): string {
  const part = (name: string) =>
    stage
      .querySelector(`[data-part="strip"] .${name}`)
      ?.textContent.trim()
      .replaceAll(/\s+/g, ' ') ?? ''
  return `${part('strip-sentence')} ${part('strip-below')}`.trim()
}
