/**
 * What the server says on its own. One stream carries everything that happens
 * in a visitor's sandbox; `channel` says which part of the stage it is for.
 */
import type { Json } from './trace-step.ts'

export type Channel = 'trace' | 'mailbox' | 'sandbox' | 'live'

export interface StreamEvent {
  readonly channel: Channel
  /** What happened: `step`, `finished`, `delivered`, `reset`. */
  readonly type: string
  /** Who it concerns, or `null` when it is everybody in the sandbox. */
  readonly persona: string | null
  readonly data: Json
}

/** The data of `mailbox/delivered`: the mail, and how many there are now. */
export interface MailDelivered {
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly count: number
}
