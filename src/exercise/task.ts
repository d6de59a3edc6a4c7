import type { ModuleText } from './read-code.ts'

/** What a page hands in. */
export interface ExerciseTask {
  /** The reader’s files, those that are given, and the checks; none to make everything ready. */
  readonly modules: readonly ModuleText[]
  readonly migrations: readonly string[]
  /** SQLite as bytes; `null` where there is no database. */
  readonly sqlite: Uint8Array | null
}

/** The file with the checks. */
export const CHECKS = 'checks.ts'
