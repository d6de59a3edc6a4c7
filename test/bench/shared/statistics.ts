/** What a few rounds of one measurement come to. */
export interface Spread {
  readonly median: number
  readonly least: number
  readonly most: number
}

/**
 * The middle of them and how far they lie apart, which says how much a small
 * difference is worth.
 */
export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) }
}

/** The value in the middle; of an even number, what lies between the two. `NaN` of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  const [below, above] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]]
  return below === undefined || above === undefined ? Number.NaN : (below + above) / 2
}

/** The least value that so many percent of all do not exceed. `NaN` of none. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? Number.NaN
}
