/**
 * What the server says on its own. One stream carries everything that happens
 * in a visitor's sandbox; `channel` says which part of the stage it is for.
 */
import type { Json } from './trace-step.ts'

export type Channel = 'trace' | 'mailbox' | 'sandbox' | 'live' | 'stream'

export interface StreamEvent {
  readonly channel: Channel
  /** What happened: `step`, `finished`, `delivered`, `reset`. */
  readonly type: string
  /** Who it concerns, or `null` when it is everybody in the sandbox. */
  readonly persona: string | null
  readonly data: Json
}

/** The data of `stream/ping`: answer with a POST to the address of the stream that names it. */
export interface Ping {
  readonly stream: string
}

/** What a page answers to a ping. Each field may be left out. */
export interface Pong {
  readonly stream?: string
  /** Live pages that are still on the screen, and such as have gone: their ids, parted by commas. */
  readonly live?: string
  readonly left?: string
}

/** What comes back: the version at which each live page is, of those that are still open. */
export interface StillOpen {
  readonly live: Readonly<Record<string, number>>
}

/** The data of `live/changed` and, without a version, of `live/disconnected`. */
export interface LiveNews {
  readonly id: string
  readonly version?: number
}

/** The data of `mailbox/delivered`: the mail, and how many there are now. */
export interface MailDelivered {
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly count: number
}
