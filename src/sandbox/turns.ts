import { Queue } from '#lib/queue.ts'

/** Runs what is asked under one key one after the other; other keys do not wait. In other words: a lock for each key. */
export class Turns<Key> {
  readonly #queues = new Map<Key, Queue>()

  async take<Value>(key: Key, fn: () => Promise<Value>): Promise<Value> {
    const queue = this.#queues.get(key) ?? new Queue()
    this.#queues.set(key, queue)
    try {
      return await queue.run(fn)
    } finally {
      if (queue.size === 0) this.#queues.delete(key)
    }
  }

  /** Keys under which something is asked. */
  get size(): number {
    return this.#queues.size
  }
}
