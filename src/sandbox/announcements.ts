import type { NewsOf } from '#trace/stream-event.ts'
import type { EventHub } from './event-hub.ts'
import type { Mail } from './mailbox.ts'
import { PubSub, type Exchange } from './pubsub.ts'

/** Who listens here is told to connect again: the clock was moved, or the sandbox is no more. */
export const SANDBOX_TOPIC = 'sandbox'

/** Tells pages that are open what became of the sandbox they stand on. */
export class Announcements {
  readonly #hub: EventHub
  readonly #exchange: Exchange

  constructor(hub: EventHub, exchange: Exchange) {
    this.#hub = hub
    this.#exchange = exchange
  }

  /** To every page of this visitor. */
  tell(visitorId: number, news: NewsOf<'sandbox'>): void {
    this.#hub.publish(visitorId, { channel: 'sandbox', persona: null, ...news })
  }

  /** To every page of this visitor: a mail has come, and so many there are now. */
  delivered(visitorId: number, { id, to, subject }: Mail, count: number): void {
    const data = { id, to, subject, count }
    this.#hub.publish(visitorId, { channel: 'mailbox', type: 'delivered', persona: null, data })
  }

  /** To every live page of this sandbox: connect again, and see what is there now. */
  disconnect(sandboxId: string): void {
    new PubSub(this.#exchange, sandboxId).broadcast(SANDBOX_TOPIC, { type: 'disconnect' })
  }
}
