import type { StreamEvent } from '#trace/stream-event.ts'

type Listener = (event: StreamEvent) => void

/** Hands what happens in a visitor's sandbox to the streams that visitor has open. */
export class EventHub {
  readonly #listeners = new Map<number, Set<Listener>>()

  /** Returns the function that ends the subscription. */
  subscribe(visitorId: number, listener: Listener): () => void {
    const listeners = this.#listeners.get(visitorId) ?? new Set()
    this.#listeners.set(visitorId, listeners.add(listener))
    return () => {
      listeners.delete(listener)
      // Told twice, it must not take those who came in between along.
      if (listeners.size === 0 && this.#listeners.get(visitorId) === listeners)
        this.#listeners.delete(visitorId)
    }
  }

  publish(visitorId: number, event: StreamEvent): void {
    for (const listener of this.#listeners.get(visitorId) ?? []) listener(event)
  }

  /** Open streams of one visitor. */
  count(visitorId: number): number {
    return this.#listeners.get(visitorId)?.size ?? 0
  }
}
