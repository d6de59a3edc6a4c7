/** Whole numbers from `first` to `last`, both included. In Elixir: `18..99`. Made by `range`. */
export class Range {
  readonly first: number
  readonly last: number
  readonly step: number

  constructor(first: number, last: number, step: number) {
    this.first = first
    this.last = last
    this.step = step
    Object.freeze(this)
  }

  includes(value: unknown): boolean {
    if (!Number.isSafeInteger(value)) return false
    const steps = (Number(value) - this.first) / this.step
    return Number.isInteger(steps) && steps >= 0 && steps <= (this.last - this.first) / this.step
  }

  *[Symbol.iterator](): Generator<number> {
    const up = this.step > 0
    for (let n = this.first; up ? n <= this.last : n >= this.last; n += this.step) yield n
  }
}

/**
 * Whole numbers, for `validateInclusion` and its kin.
 *
 * @example
 * range(18, 99).includes(18)
 * // => true
 */
export function range(first: number, last: number, step: number = first <= last ? 1 : -1): Range {
  if ([first, last, step].every(Number.isSafeInteger) && step !== 0) {
    return new Range(first, last, step)
  }
  throw new TypeError(
    `range: expected whole numbers and a step other than 0, got ${first}, ${last}, ${step}.`,
  )
}
