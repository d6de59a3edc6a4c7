/**
 * What the server says on its own. One stream carries everything that happens
 * in a visitor's sandbox; `channel` says which part of the stage it is for, and
 * with `type` what `data` holds. Plain data: a browser reads the same.
 */
import type { TraceStep } from '#trace/trace-step.ts'

interface Event<Channel extends string, Type extends string, Data> {
  readonly channel: Channel
  readonly type: Type
  /** Who it concerns, or `null` when it is everybody in the sandbox. */
  readonly persona: string | null
  readonly data: Data
}

type Nothing = Readonly<Record<string, never>>

export type StreamEvent =
  | Event<'trace', 'step', { readonly trace: string; readonly step: TraceStep }>
  | Event<'trace', 'finished', { readonly trace: string }>
  | Event<'mailbox', 'delivered', MailDelivered>
  /** It began again. */
  | Event<'sandbox', 'reset', Nothing>
  /** It is gone, and there is no other yet: why, in a word. */
  | Event<'sandbox', 'ended', { readonly number: number; readonly reason: string }>
  /** Milliseconds that its clock is ahead. */
  | Event<'sandbox', 'clock', { readonly offset: number }>
  | Event<'sandbox', 'settings', { readonly registration_with_password: boolean }>
  | Event<'live', 'changed', { readonly id: string; readonly version: number }>
  | Event<'live', 'disconnected', { readonly id: string }>
  /** Answer with a POST to the address of the stream, which names it. */
  | Event<'stream', 'ping', { readonly stream: string }>

/** The events of one channel. */
export type EventOf<Channel extends StreamEvent['channel']> = Extract<
  StreamEvent,
  { readonly channel: Channel }
>

/** What happened, whoever it concerns. */
export type NewsOf<Channel extends StreamEvent['channel']> =
  EventOf<Channel> extends infer News
    ? News extends StreamEvent
      ? Pick<News, 'type' | 'data'>
      : never
    : never

/** The mail, and how many there are now. */
export interface MailDelivered {
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly count: number
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
