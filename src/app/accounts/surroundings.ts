/**
 * What the app needs of the place it runs in. Each is an interface of the
 * app's own, and comes with the scope. In other words: its dependencies, as
 * they are injected. In Phoenix: the modules `Repo`, `Mailer` and `PubSub`.
 */
import type { Chance } from '#lib/chance.ts'
import type { Clock } from '#lib/clock.ts'
import type { Repo } from '#repo/repo.ts'
import type { Tables } from '#repo/tables.ts'

/** What a scope has before anybody is known. */
export interface Surroundings {
  readonly repo: Repo<Tables>
  readonly clock: Clock
  readonly chance: Chance
  readonly mailer: Mailer
  readonly pubsub: PubSub
}

/** A letter in plain text. */
export interface Letter {
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** Sends letters. In Phoenix: `Swoosh.Mailer`. */
export interface Mailer {
  /** Sends a letter, and says what was sent. */
  deliver(letter: Letter): Promise<Letter>
}

/** What is broadcast. Each context says which messages its topics carry. */
export interface Message {
  readonly type: string
}

/** Messages by topic. In Phoenix: `Phoenix.PubSub`. */
export interface PubSub {
  /** Hears this topic from now on. Throws where nobody would be there to hear. */
  subscribe(topic: string): void
  /** Tells everybody who has subscribed, the sender too. */
  broadcast(topic: string, message: Message): void
}
