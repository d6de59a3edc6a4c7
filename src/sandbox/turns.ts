/** Runs what is asked under one key one after the other; other keys do not wait. */
export class Turns<Key> {
  readonly #last = new Map<Key, Promise<void>>()

  take<Value>(key: Key, fn: () => Promise<Value>): Promise<Value> {
    const turn = (this.#last.get(key) ?? Promise.resolve()).then(fn)
    const settled = turn.then(
      () => undefined,
      () => undefined,
    )
    this.#last.set(key, settled)
    void settled.then(() => {
      if (this.#last.get(key) === settled) this.#last.delete(key)
    })
    return turn
  }
}
