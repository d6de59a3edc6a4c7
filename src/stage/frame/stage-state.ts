/**
 * What a stage is doing. One press at a time is under way; what came of the
 * last that failed is kept until the next.
 */
import type { Failure } from './failure.ts'

/** Something that was pressed, and what it sends. */
export interface Sent {
  readonly url: string
  readonly method: 'GET' | 'POST'
  /** As a form sends it; empty for a link. */
  readonly body: string
  /** In whose window it is answered. */
  readonly persona: string
  /** The button of the text that was pressed, `DEMO.2`; `null` in the window. */
  readonly run: string | null
}

export type StageState =
  | { readonly kind: 'idle' }
  /** It has just been sent: an answer that comes soon needs no word. */
  | { readonly kind: 'sending'; readonly sent: Sent }
  | { readonly kind: 'waiting'; readonly sent: Sent; readonly mayStop: boolean }
  | { readonly kind: 'failed'; readonly sent: Sent; readonly failure: Failure }

export type StageEvent =
  | { readonly type: 'press'; readonly sent: Sent }
  /** It takes a moment. */
  | { readonly type: 'slow' }
  /** It takes so long that its reader may give it up. */
  | { readonly type: 'long' }
  | { readonly type: 'answered' }
  | { readonly type: 'failed'; readonly failure: Failure }

export const IDLE: StageState = { kind: 'idle' }

/** Whether something is under way: then a press is said to have to wait, and sends nothing. */
export const isActing = ({ kind }: StageState): boolean => kind === 'sending' || kind === 'waiting'

/** The state after an event. What does not concern it, as a late timer does, leaves it as it is. */
export function next(state: StageState, event: StageEvent): StageState {
  if (event.type === 'press') return isActing(state) ? state : { kind: 'sending', sent: event.sent }
  if (state.kind !== 'sending' && state.kind !== 'waiting') return state
  const { sent } = state
  switch (event.type) {
    case 'slow':
      return state.kind === 'sending' ? { kind: 'waiting', sent, mayStop: false } : state
    case 'long':
      return { kind: 'waiting', sent, mayStop: true }
    case 'answered':
      return IDLE
    case 'failed':
      return { kind: 'failed', sent, failure: event.failure }
  }
}
