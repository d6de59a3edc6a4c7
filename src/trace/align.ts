/** Two lists beside each other: what both have in the same order stands in one row. */
import type { TraceStep } from './trace-step.ts'

/** A row of two lists: what one side has not is `null`. */
export type Pair<Item> = readonly [one: Item | null, other: Item | null]

/**
 * Aligns two lists by their longest common subsequence of keys. What only one
 * side has stands where it stood there, the first side's before the second's.
 *
 * @example
 * align([...'abd'], [...'acd'], (letter) => letter)
 * // => [['a', 'a'], ['b', null], [null, 'c'], ['d', 'd']]
 */
export function align<Item>(
  ones: readonly Item[],
  others: readonly Item[],
  keyOf: (item: Item) => string,
): readonly Pair<Item>[] {
  const lengths = commonLengths(ones.map(keyOf), others.map(keyOf))
  const pairs: Pair<Item>[] = []
  let [at, beside] = [0, 0]
  while (at < ones.length || beside < others.length) {
    const [one, other] = [ones[at], others[beside]]
    const isCommon = one !== undefined && other !== undefined && keyOf(one) === keyOf(other)
    if (isCommon) pairs.push([one, other])
    const below = lengths[at + 1]?.[beside] ?? -1
    const right = lengths[at]?.[beside + 1] ?? -1
    const takesOne = isCommon || (one !== undefined && below >= right)
    if (!isCommon) pairs.push(takesOne ? [one!, null] : [null, other!])
    if (takesOne) at += 1
    if (isCommon || !takesOne) beside += 1
  }
  return pairs
}

/**
 * Aligns any number of lists, each with what those before it have: a cell for
 * each list in every row, `null` where it has no such thing.
 *
 * @example
 * alignAll([[...'ab'], [...'b'], [...'bc']], (letter) => letter)
 * // => [['a', null, null], ['b', 'b', 'b'], [null, null, 'c']]
 */
export function alignAll<Item>(
  lists: readonly (readonly Item[])[],
  keyOf: (item: Item) => string,
): readonly (readonly (Item | null)[])[] {
  const [first = [], ...others] = lists.map((list) =>
    list.map((item): Row<Item> => ({ key: keyOf(item), cells: [item] })),
  )
  const rows = others.reduce<readonly Row<Item>[]>(
    (all, list, index) =>
      align(all, list, ({ key }) => key).map(([row, own]) => ({
        key: (row ?? own)!.key,
        cells: [...(row?.cells ?? new Array<null>(index + 1).fill(null)), own?.cells[0] ?? null],
      })),
    first,
  )
  return rows.map(({ cells }) => cells)
}

interface Row<Item> {
  readonly key: string
  readonly cells: readonly (Item | null)[]
}

/** How many keys two lists have in common from each place on. */
function commonLengths(ones: readonly string[], others: readonly string[]): readonly number[][] {
  const lengths = Array.from({ length: ones.length + 1 }, () =>
    new Array<number>(others.length + 1).fill(0),
  )
  for (let at = ones.length - 1; at >= 0; at -= 1)
    for (let beside = others.length - 1; beside >= 0; beside -= 1)
      lengths[at]![beside] =
        ones[at] === others[beside]
          ? 1 + lengths[at + 1]![beside + 1]!
          : Math.max(lengths[at + 1]![beside]!, lengths[at]![beside + 1]!)
  return lengths
}

/** Two runs step by step. A step is known by its tag. */
export const alignSteps = (
  ones: readonly TraceStep[],
  others: readonly TraceStep[],
): readonly Pair<TraceStep>[] => align(ones, others, ({ tag }) => tag)

/** Whether a row of two runs says the same on both sides. Times, ids and lines are no difference. */
export function isSame([one, other]: Pair<TraceStep>): boolean {
  if (!one || !other) return false
  return (
    one.outcome === other.outcome &&
    one.detail === other.detail &&
    one.name === other.name &&
    JSON.stringify(one.data) === JSON.stringify(other.data)
  )
}
