type Hear<Message> = (message: Message) => void

/**
 * Who hears what: a message of a topic goes to everybody who has subscribed to
 * it, in the order in which they did. A topic that nobody hears takes no room.
 * In other words: a hub, an event emitter, publish and subscribe.
 */
export class Topics<Topic, Message> {
  readonly #hearers = new Map<Topic, Set<Hear<Message>>>()

  /** Topics that somebody hears. */
  get size(): number {
    return this.#hearers.size
  }

  /** Hears this topic from now on, once, however often it is asked. Returns the function that ends it. */
  subscribe(topic: Topic, hear: Hear<Message>): () => void {
    const hearers = this.#hearers.get(topic) ?? new Set()
    this.#hearers.set(topic, hearers.add(hear))
    return () => {
      hearers.delete(hear)
      // Told twice, it must not take those who came in between along.
      if (hearers.size === 0 && this.#hearers.get(topic) === hearers) this.#hearers.delete(topic)
    }
  }

  /** Says how many heard it. Whoever comes or leaves while it is told does not hear it. */
  publish(topic: Topic, message: Message): number {
    const hearers = this.#hearers.get(topic) ?? new Set()
    let heard = 0
    for (const hear of [...hearers]) {
      if (!hearers.has(hear)) continue
      heard += 1
      hear(message)
    }
    return heard
  }

  /** How many hear this topic. */
  count(topic: Topic): number {
    return this.#hearers.get(topic)?.size ?? 0
  }
}
