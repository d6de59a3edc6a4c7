/**
 * What a live view needs of the program around it. A page outlives the request
 * that opened it, and what its scope asks is another handle each time it wakes
 * up. In other words: the environment, the dependencies.
 */
import type { Trace } from '#trace/trace-step.ts'
import type { Message } from './live-view.ts'

/** Topics, as an open page hears them. In Phoenix: `Phoenix.PubSub`. */
export interface PubSub {
  listen(topic: string): void
  end(): void
  /** The same topics, heard by `hear`. */
  heardBy(hear: (message: Message) => void): this
}

/** What a scope asks. An app has more of it, a database first of all. */
export interface Surroundings {
  readonly pubsub: PubSub
}

export interface Visitor {
  readonly id: number
}

/** Whose page it is. */
export interface Owner {
  /** `null` before the first action: such a page hears of nothing, but its events are answered. */
  readonly visitor: Visitor | null
  /** Names where the page was opened: one that wakes up in another place is over. */
  readonly place: string | null
  readonly persona: string
  readonly clientAddress: string
}

/** Whose page it is, with what its scope can ask during this request. */
export interface PresentOwner<Around extends Surroundings> extends Owner {
  readonly surroundings: Around
}

/** What a page finds when it is told something, for as long as it needs it. */
export interface Awake<Around extends Surroundings> {
  readonly place: string
  readonly surroundings: Around
  /** Keeps what the page did, for its visitor to see. */
  readonly keepTrace: (trace: Trace) => void
  /** Runs what the page does as its visitor has bent it there, if they have. */
  readonly bend: <Value>(act: () => Value) => Value
  readonly release: () => Promise<void>
}
