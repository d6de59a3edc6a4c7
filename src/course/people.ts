/** Who can act in a sandbox, and who has registered there. */
import course from 'virtual:glasshouse/course'
import type { Sandbox } from '#sandbox/sandbox.ts'
import { untraced } from '#trace/trace.ts'

/** A user, as the sandbox's own reader may see each of them. */
export interface Resident {
  readonly id: number
  readonly email: string
  /** Milliseconds since 1970, UTC; `null` until the first link is used. */
  readonly confirmed_at: number | null
}

const USUAL = ['you', 'alice', 'bob', 'visitor']

/**
 * The personas that everybody has, and those that a demo or a start state names.
 *
 * @example
 * listPersonas().includes('alice')
 * // => true
 */
export function listPersonas(): readonly string[] {
  const named = [
    ...course.demos.flatMap(({ people }) => people),
    ...course.startStates.flatMap(({ logged_in: loggedIn }) => Object.keys(loggedIn)),
  ]
  return [...new Set([...USUAL, ...named])]
}

/**
 * Everybody who has registered in a sandbox, in that order. It takes no scope:
 * whoever owns the sandbox may look at all of it, as at its tables.
 *
 * @example
 * const [first] = await listResidents(sandbox)
 * first.email
 * // => 'ana@example.com'
 */
export function listResidents({ repo }: Pick<Sandbox, 'repo'>): Promise<readonly Resident[]> {
  const residents = repo.db.selectFrom('users').select(['id', 'email', 'confirmed_at'])
  return untraced(() => residents.orderBy('id').execute())
}
