/**
 * Passes `value` through each step in order, as `|>` does in Elixir.
 *
 * @example
 * pipe(2, (n) => n + 1, (n) => n * 10)
 * // => 30
 */
export function pipe<Value>(value: Value, ...steps: readonly ((value: Value) => Value)[]): Value {
  let current = value
  for (const apply of steps) current = apply(current)
  return current
}
