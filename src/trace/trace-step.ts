/**
 * The trace format: what each layer did while one request was answered. Plain
 * data, so that it can be drawn by a page, sent over a stream, kept as a
 * recording and read by a check, all alike.
 */

/** A line of this project: `{ file: 'src/app/accounts/user.ts', line: 31 }`. */
export interface Source {
  readonly file: string
  readonly line: number
}

/** From the roof of the house to its foot, in the order in which a request meets them. */
export const LAYERS = [
  'request',
  'plug',
  'scope',
  'context',
  'changeset',
  'sql',
  'constraint',
  'mail',
  'live',
  'reply',
] as const

export type Layer = (typeof LAYERS)[number]

/** `halt` answers instead of passing on; `skip` was there but had nothing to do, or was switched off. */
export type Outcome = 'ok' | 'error' | 'halt' | 'skip'

export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** Whether data is a map, and no list. */
export const isMap = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** One thing that one layer did. */
export interface TraceStep {
  /** 1, 2, 3 …, in the order in which the steps began. */
  readonly id: number
  /** The step inside which this one ran, or `null`. */
  readonly parent: number | null
  /** Milliseconds from the start of the request to the start of this step. */
  readonly at: number
  readonly layer: Layer
  /** A function, a statement or an index: something the reader can look up. */
  readonly name: string
  /** Stable across changes of wording: `changeset.email.format`, `constraint.users_email_index`. */
  readonly tag: string
  readonly outcome: Outcome
  /** One short sentence: what was decided. Empty when the name says it all. */
  readonly detail: string
  /** The line of the running source that made the step, or `null` when nobody wrote one. */
  readonly source: Source | null
  /** What the step saw, by layer. Secrets are replaced before they get here. */
  readonly data: { readonly [key: string]: Json }
}

/**
 * What was traced: a request for a page or of a form, a live page that connects,
 * what is done there, a message that it hears, a call from the prompt.
 */
export type TraceKind = 'request' | 'connect' | 'event' | 'message' | 'console'

/** Whether a step of a changeset is one of its rules. What the repo made of it is told beside them, and counted nowhere. */
export const isRule = ({ tag }: Pick<TraceStep, 'tag'>): boolean =>
  !tag.startsWith('changeset.repo.')

/** The answer. What it brings along, cookies and a menu, is told inside it. */
export const replyOf = ({ steps }: Pick<Trace, 'steps'>): TraceStep | undefined =>
  steps.findLast(({ tag }) => /^reply\.\d/.test(tag))

/** The steps of one request or live event. */
export interface Trace {
  readonly id: string
  /** Left out of traces that were kept before there was another kind than a request. */
  readonly kind?: TraceKind
  /** As the reader would say it: `POST /users/register`. */
  readonly title: string
  /** Who acted: `you`, `alice` … */
  readonly persona: string
  /** Milliseconds since 1970, UTC, by the machine's clock. */
  readonly startedAt: number
  /** The HTTP status of the reply, or `null` while there is none. */
  readonly status: number | null
  readonly steps: readonly TraceStep[]
}
