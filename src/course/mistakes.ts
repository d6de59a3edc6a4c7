/** What an author’s dev server knows to be wrong with lessons that it shows all the same. A build has none. */
import byLesson from 'virtual:glasshouse/mistakes'
import type { Mistake } from './reading/mistake.ts'

/**
 * The mistakes of the lesson at this path.
 *
 * @example
 * mistakesIn('persons/who-comes-in')
 * // => []
 */
export const mistakesIn = (path: string): readonly Mistake[] => byLesson[path] ?? []
