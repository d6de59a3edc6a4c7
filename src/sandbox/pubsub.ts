/**
 * Messages by topic, within one sandbox: who has subscribed to
 * `user:1:scores` hears what is broadcast to it, and nobody of another
 * sandbox ever does. In Phoenix: `Phoenix.PubSub`.
 */
import { Topics } from '#lib/topics.ts'
import { callSite } from '#trace/call-site.ts'
import { record, untraced } from '#trace/trace.ts'

/** What is broadcast. Each context says which messages its topics carry. */
export interface Message {
  readonly type: string
}

type Hear = (message: Message) => void

/** Every topic of every sandbox, by `SANDBOX/TOPIC`. */
export class Exchange extends Topics<string, Message> {}

/** The topics of one sandbox, as one reader hears them or as nobody does. */
export class PubSub {
  readonly #exchange: Exchange
  readonly #sandbox: string
  readonly #hear: Hear | null
  readonly #ends = new Map<string, () => void>()

  /** `hear` gets the messages; without it nobody can subscribe, as in a request that ends with its reply. */
  constructor(exchange: Exchange, sandbox: string, hear: Hear | null = null) {
    this.#exchange = exchange
    this.#sandbox = sandbox
    this.#hear = hear
  }

  /** The same topics, heard by `hear`: what the scope of a connected live view holds. */
  heardBy(hear: Hear): PubSub {
    return new PubSub(this.#exchange, this.#sandbox, hear)
  }

  /**
   * Hears this topic from now on, once, however often it is asked. Throws
   * where nobody would be there to hear. In Phoenix: `PubSub.subscribe/2`,
   * which subscribes the process that calls it.
   */
  subscribe(topic: string): void {
    this.listen(topic)
    this.#record('subscribe', topic, '')
  }

  /** The same, for what the house itself hears: it is no step of a request. */
  listen(topic: string): void {
    if (!this.#hear)
      throw new Error(`subscribe: only a connected live view hears what "${topic}" says.`)
    this.#ends.set(topic, this.#exchange.subscribe(this.#key(topic), this.#hear))
  }

  /** Tells everybody who has subscribed, the sender too. In Phoenix: `PubSub.broadcast/3`. */
  broadcast(topic: string, message: Message): void {
    // Whoever hears it acts on their own: nothing of theirs is a step of this request.
    const heard = untraced(() => this.#exchange.publish(this.#key(topic), message))
    this.#record('broadcast', topic, `${message.type}, heard by ${heard}`)
  }

  /** Hears nothing any more. */
  end(): void {
    for (const end of this.#ends.values()) end()
    this.#ends.clear()
  }

  #key(topic: string): string {
    return `${this.#sandbox}/${topic}`
  }

  #record(name: 'subscribe' | 'broadcast', topic: string, said: string): void {
    const detail = said === '' ? topic : `${topic}: ${said}`
    const step = { name: `PubSub.${name}`, tag: `live.${name}`, detail }
    record({ layer: 'live', ...step, source: callSite(), data: { topic } })
  }
}
