/** How steps in a row share one copy of a value: each amends it, and it is frozen before anybody sees it. */
export interface InPlace<Value> {
  readonly copy: (value: Value) => Value
  /** Whether anything is different now. */
  readonly amend: (copy: Value) => boolean
  /** Whether each value in between is to be seen: then no copy is shared. Asked once for a pipe. */
  readonly isWatched: () => boolean
}

/** A function from a value to the next one. */
export interface Piped<Value> {
  (value: Value): Value
  /** How it can do the same in place. */
  readonly inPlace?: InPlace<Value>
}

/**
 * Passes `value` through each step in order, as `|>` does in Elixir.
 *
 * @example
 * pipe(2, (n) => n + 1, (n) => n * 10)
 * // => 30
 */
export function pipe<Value>(value: Value, ...steps: readonly Piped<Value>[]): Value {
  let current = value
  let copy: Value | null = null
  let isAmended = false
  let isWatched: boolean | null = null
  for (const step of steps) {
    const way = step.inPlace
    if (way && !(isWatched ??= way.isWatched())) {
      copy ??= way.copy(current)
      isAmended = way.amend(copy) || isAmended
      continue
    }
    if (isAmended) current = Object.freeze(copy as Value)
    copy = null
    isAmended = false
    current = step(current)
  }
  return isAmended ? Object.freeze(copy as Value) : current
}
