/** The solutions of exercises. They are for a server: a page gets one from it, where it may be seen. */
import byId from 'virtual:glasshouse/solutions'

/**
 * The files of a solution, by their names. Throws where no exercise has this id.
 *
 * @example
 * const solution = await loadSolution('say-that-it-is-taken')
 * Object.keys(solution)
 * // => ['visitor.ts']
 */
export async function loadSolution(id: string): Promise<Readonly<Record<string, string>>> {
  const load = byId[id]
  if (!load) throw new Error(`"${id}" is the id of no exercise.`)
  return (await load()).default
}
