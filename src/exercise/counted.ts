type AnyFunction = (...given: never[]) => unknown
type Functions = Readonly<Record<string, AnyFunction>>

/** Functions that answer as they did, and the names of those that were asked. */
interface Counted<Asked extends Functions> {
  readonly ask: Asked
  /** In order, each as often as it was asked. It grows. */
  readonly asked: readonly string[]
}

/**
 * Notes which functions are asked: for code that should look something up once, not
 * at all, or in an order.
 *
 * @example
 * const { ask, asked } = counted({ rolesOf: () => ['admin'], flagsOf: () => [] })
 * ask.rolesOf()
 * asked
 * // => ['rolesOf']
 */
export function counted<Asked extends Functions>(functions: Asked): Counted<Asked> {
  const asked: string[] = []
  const noting = ([name, answer]: readonly [string, AnyFunction]) => [
    name,
    (...given: never[]) => {
      asked.push(name)
      return answer(...given)
    },
  ]
  // Each stands under the name that it had, and answers what it answered.
  const ask = Object.fromEntries(Object.entries(functions).map(noting)) as Asked
  return { ask, asked }
}
