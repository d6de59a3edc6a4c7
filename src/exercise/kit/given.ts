/** What exercises share: two people, their schema, and scopes as small as they can be. */
import { users, type User } from '#app/accounts/user.ts'
import { change } from '#changeset/changeset.ts'
import { build } from '#changeset/schema.ts'
import type { Clock } from '#lib/clock.ts'
import type { Repo } from '#repo/repo.ts'

export type { Score } from '#app/scores/score.ts'
export type { User }
export { users }

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

/** Puts Ana and Bo into a database, as users 1 and 2. */
export async function insertPeople(repo: Repo): Promise<void> {
  for (const { email } of [ana, bo]) await repo.insertOrThrow(change(build(users), { email }))
}
