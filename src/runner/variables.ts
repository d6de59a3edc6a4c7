/**
 * The variables of a prompt. Code of both spellings finds them by name; what a
 * line declares is one of them from then on.
 */
export type Variables = Map<string, unknown>

/**
 * What code runs in, as by `with`: a name that is neither a variable nor the
 * language's own is an error that says so, and an assignment makes a variable.
 * `given` are names that are there without being variables.
 */
export function asSurroundings(
  variables: Variables,
  given: ReadonlyMap<string, unknown> = new Map(),
): object {
  return new Proxy(Object.create(null) as object, {
    has: (_, name) =>
      typeof name === 'string' && (variables.has(name) || given.has(name) || !(name in globalThis)),
    get(_, name) {
      if (typeof name !== 'string') return undefined
      if (variables.has(name)) return variables.get(name)
      if (given.has(name)) return given.get(name)
      throw new ReferenceError(`${name} is not defined`)
    },
    set(_, name, value) {
      if (typeof name === 'string') variables.set(name, value)
      return true
    },
    deleteProperty: (_, name) => typeof name === 'string' && variables.delete(name),
  })
}
