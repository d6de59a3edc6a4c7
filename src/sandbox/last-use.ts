/**
 * When each sandbox was used last. It is noted here, and written behind, many
 * at once: a day is counted from it, so a minute more or less is the same, and
 * a reader waits for no write, nor hears that one has failed. What is not
 * written yet when the process is killed is lost, and is a minute at most.
 */
import { MINUTE } from '#lib/duration.ts'

type Write = (ids: readonly string[], lastUsedAt: number) => Promise<void>

/** A statement takes a hundred values. */
const WRITTEN_AT_ONCE = 90
/** Those of one statement share a time: they were used within this. */
const TOGETHER = MINUTE

export class LastUse {
  readonly #unwritten = new Map<string, number>()

  /** Sandboxes whose last use is not written yet. */
  get size(): number {
    return this.#unwritten.size
  }

  note(id: string, now: number): void {
    this.#unwritten.set(id, now)
  }

  /** When this one was used, where that is not written yet. */
  of(id: string): number | undefined {
    return this.#unwritten.get(id)
  }

  forget(id: string): void {
    this.#unwritten.delete(id)
  }

  /** Writes it all. What could not be written stays noted, for the next time; the first failure is thrown. */
  async write(write: Write): Promise<void> {
    let left = [...this.#unwritten].toSorted(([, one], [, other]) => one - other)
    while (left[0]) {
      const until = left[0][1] + TOGETHER
      const some = left.slice(0, WRITTEN_AT_ONCE).filter(([, time]) => time <= until)
      left = left.slice(some.length)
      // None of them is taken for unused too early.
      const lastUsedAt = some.at(-1)![1]
      await write(
        some.map(([id]) => id),
        lastUsedAt,
      )
      // Whoever used one meanwhile has noted another time.
      for (const [id, time] of some)
        if (this.#unwritten.get(id) === time) this.#unwritten.delete(id)
    }
  }
}
