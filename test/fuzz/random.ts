/** Draws that come again with the same seed. In other words: a pseudo-random generator (mulberry32). */
export class Random {
  #state: number

  constructor(...seeds: readonly number[]) {
    this.#state = 0x9e37_79b9
    for (const seed of seeds) this.#state = Math.imul(this.#state ^ seed, 0x85eb_ca6b) + seed
  }

  /** From 0, and below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b_79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  /** A whole number from 0, and below `most`. */
  below(most: number): number {
    return Math.floor(this.next() * most)
  }

  /** True so many times of a hundred. */
  percent(percent: number): boolean {
    return this.next() * 100 < percent
  }

  pick<Value>(values: readonly [Value, ...Value[]] | readonly Value[]): Value {
    if (values.length === 0) throw new Error('Random.pick: expected something to pick from.')
    return values[this.below(values.length)]!
  }

  /** About half of them, in their order. */
  some<Value>(values: readonly Value[]): Value[] {
    return values.filter(() => this.percent(50))
  }
}
