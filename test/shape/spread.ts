/** How numbers are spread: half of them are at most the median, nine of ten at most the p90. */
export interface Spread {
  readonly count: number
  readonly median: number
  readonly p90: number
  readonly max: number
}

export function spreadOf(numbers: readonly number[]): Spread {
  const sorted = numbers.toSorted((a, b) => a - b)
  const at = (part: number) => sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0
  return { count: sorted.length, median: at(0.5), p90: at(0.9), max: at(1) }
}
