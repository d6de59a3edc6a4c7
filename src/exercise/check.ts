/**
 * `glasshouse/exercise`: what checks are made of. The same file of checks runs in a reader's
 * worker and in the tests: it looks at what code does, and gets no text of it.
 */
import type { Clock } from '#lib/clock.ts'
import type { Repo } from '#repo/repo.ts'
import type { Seen } from './seen.ts'

export { counted } from './counted.ts'

/** What is hoped for: those parts of what is seen that matter, and no others. */
export type Hoped = Partial<Seen>

/** What a check is given. Each has a database of its own. */
export interface Given<Code> {
  /** The reader's modules, each by the name of its file: `user.ts` is `user`. */
  readonly code: Code
  /** Throws in an exercise without a database. */
  readonly repo: Repo
  /** It stands still. */
  readonly clock: Clock
  /**
   * Does something, and compares what came of it. The words are those of a
   * form: `registering Ana@example.test`. What is thrown is told under the same.
   */
  readonly see: (about: string, act: () => unknown, hoped: Hoped) => Promise<void>
}

/** One line of the list that a reader sees. */
export interface Check<Code = unknown> {
  readonly name: string
  readonly run: (given: Given<Code>) => Promise<void>
}

/**
 * A check by its name, which ends a sentence about the code: “tells the second person”.
 *
 * @example
 * check('says something', async ({ code, see }) => see('asking', () => code, { is: 1 })).name
 * // => 'says something'
 */
export const check = <Code>(name: string, run: Check<Code>['run']): Check<Code> =>
  Object.freeze({ name, run })
