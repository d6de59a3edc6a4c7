/** What stands in the files of an exercise, but for its solution. A browser loads it once somebody begins. */
import byId from 'virtual:glasshouse/exercises'
import type { Exercise } from './course-data.ts'

/** An exercise with its files, by their names. */
export interface ExerciseFiles {
  readonly exercise: Exercise
  /** What the editor holds at first. */
  readonly start: Readonly<Record<string, string>>
  /** In TypeScript, as all of it. */
  readonly checks: string
  /** Of each file in `start`: another one whenever its text changes. */
  readonly versions: Readonly<Record<string, string>>
}

/**
 * The files of an exercise. Throws where no exercise has this id.
 *
 * @example
 * const { start } = await loadExerciseFiles('say-that-it-is-taken')
 * Object.keys(start)
 * // => ['visitor.ts']
 */
export async function loadExerciseFiles(id: string): Promise<ExerciseFiles> {
  const load = byId[id]
  if (!load) throw new Error(`"${id}" is the id of no exercise.`)
  return (await load()).default
}
