/** Pages that are not the same for everybody: the build makes a file for each, the front chooses. */

export interface Editions {
  /** The file for whoever teaches the lesson, where it holds notes for them. */
  readonly teacher: string | null
}

/**
 * What else a page is given as, by the names of the files that were built.
 *
 * @example
 * const names = new Set(['/lessons/scopes/one.html', '/teach/lessons/scopes/one.html'])
 * editionsOf(names, '/lessons/scopes/one.html')
 * // => { teacher: '/teach/lessons/scopes/one.html' }
 * editionsOf(names, '/lessons.html')
 * // => { teacher: null }
 */
export function editionsOf(names: ReadonlySet<string>, name: string): Editions {
  const teacher = `/teach${name}`
  return { teacher: name.startsWith('/lessons/') && names.has(teacher) ? teacher : null }
}
