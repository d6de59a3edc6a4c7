/**
 * `glasshouse/given`: what exercises share. Two people, what the house knows of users
 * and scores, scopes as small as they can be, and lengths of time.
 */
import { users, type User } from '#app/accounts/user.ts'
import { scores, type Score } from '#app/scores/score.ts'
import { cast, type Params } from '#changeset/cast.ts'
import { change, type Changeset } from '#changeset/changeset.ts'
import { build, type Base } from '#changeset/schema.ts'
import { validateLength } from '#changeset/validate-length.ts'
import { validateConfirmation, validateRequired } from '#changeset/validations.ts'
import type { Clock } from '#lib/clock.ts'
import { pipe } from '#lib/pipe.ts'
import type { Repo } from '#repo/repo.ts'
import { NOON } from '../noon.ts'

export { emailChangeset } from '#app/accounts/user.ts'
export { DAY, HOUR, MINUTE } from '#lib/duration.ts'
export { scores, users }
export type { Score, User }

/** Who is asking, and of which database. */
export interface Scope {
  readonly user: User | null
  readonly roles: readonly string[]
  readonly repo: Repo
  readonly clock: Clock
}

/** The scope of somebody who has logged in. */
export interface UserScope extends Scope {
  readonly user: User
}

type Around = Pick<Scope, 'repo' | 'clock'>

/** What a scope stands in where code asks no database. Its clock stands still, as that of a check does. */
export const nowhere: Around = Object.freeze({
  // It is asked for by nobody who has understood the task.
  repo: new Proxy({} as Repo, {
    get(_, name) {
      if (typeof name === 'symbol' || name === 'then') return undefined
      throw new TypeError(`repo.${name}: this exercise has no database.`)
    },
  }),
  clock: NOON,
})

/** The scope of somebody who has not. */
export const scopeForVisitor = ({ repo, clock }: Around): Scope =>
  Object.freeze({ user: null, roles: [], repo, clock })

/** The scope of a person, and what they may do besides. */
export const scopeForUser = (
  { repo, clock }: Around,
  user: User,
  roles: readonly string[] = [],
): UserScope => Object.freeze({ user, roles, repo, clock })

/** Whether somebody is in it. */
export const isUserScope = (scope: Scope): scope is UserScope => scope.user !== null

const person = (id: number, email: string): User =>
  Object.freeze({
    ...{ id, email, password: null, hashed_password: null },
    ...{ confirmed_at: null, inserted_at: 0, updated_at: 0 },
  })

export const ana = person(1, 'ana@example.test')
export const bo = person(2, 'bo@example.test')

/**
 * The house’s rules for a new password. Its list of passwords that many people use, and the hash,
 * stay on the server. In Phoenix: `password_changeset/3`, with `hash_password: false`.
 */
export const passwordChangeset = (user: Base<User>, params: Params): Changeset<User> =>
  pipe(
    cast(user, params, ['password']),
    validateConfirmation('password', { message: 'does not match password' }),
    validateRequired(['password']),
    validateLength('password', { min: 12, max: 72 }),
  )

/** Puts Ana and Bo into a database, as users 1 and 2. */
export async function insertPeople(repo: Repo): Promise<void> {
  for (const { email } of [ana, bo]) await repo.insertOrThrow(change(build(users), { email }))
}

/** A row of `scores`: 7 points in 4 guesses of Ana’s, where nothing else is said. */
export const scoreWith = (values: Partial<Score> = {}): Score =>
  Object.freeze({
    ...{ id: 1, user_id: ana.id, organization_id: null, points: 7, guesses: 4, comment: null },
    ...{ inserted_at: 0, updated_at: 0 },
    ...values,
  })

/** Puts these scores into a database that has people. They are numbered from 1, unless they say otherwise. */
export async function insertScores(
  repo: Repo,
  rows: readonly Partial<Omit<Score, 'inserted_at' | 'updated_at'>>[],
): Promise<void> {
  for (const [index, row] of rows.entries()) {
    const { inserted_at: _, updated_at: __, ...values } = scoreWith({ id: index + 1, ...row })
    await repo.insertOrThrow(change(build(scores), values))
  }
}
