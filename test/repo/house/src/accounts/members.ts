/** Stands for code of the house, so that tests can see which of its lines a trace names. */
import { cast } from '#changeset/cast.ts'
import { change, type Changeset } from '#changeset/changeset.ts'
import { foreignKeyConstraint, uniqueConstraint } from '#changeset/constraints.ts'
import { prepareChanges } from '#changeset/prepare.ts'
import { build } from '#changeset/schema.ts'
import { unsafeValidateUnique } from '#changeset/unsafe-validate-unique.ts'
import { validateLength } from '#changeset/validate-length.ts'
import { validateRequired } from '#changeset/validations.ts'
import { pipe } from '#lib/pipe.ts'
import { preparedQuery, type Blanks } from '#repo/prepared-query.ts'
import type { Repo } from '#repo/repo.ts'
import { users, usersTokens, type User, type UserToken } from '../../../schemas.ts'

export function member(email: string): Changeset<User> {
  return pipe(change(build(users), { email }), uniqueConstraint('email'))
}

/** With a rule of each kind. */
export const rules = (email: string) =>
  pipe(
    cast(build(users), { email }, ['email']),
    validateRequired(['email']),
    validateLength('email', { max: 160 }),
    foreignKeyConstraint('email'),
  )

export async function join(repo: Repo, email: string) {
  return repo.insert(member(email))
}

export async function joinLater(repo: Repo, email: string) {
  await Promise.resolve()
  return repo.transact(async (inner) => {
    await inner.exists(users)
    return inner.transact((innermost) => innermost.insert(member(email)))
  })
}

export async function joinPrepared(repo: Repo, email: string) {
  const prepared = pipe(
    member(email),
    prepareChanges((changeset) => changeset),
  )
  return repo.insert(prepared)
}

export function askFirst(repo: Repo, email: string) {
  return unsafeValidateUnique(member(email), 'email', repo)
}

export async function findMember(repo: Repo, email: string) {
  const query = repo.db.selectFrom('users').select('id').where('email', '=', email)
  return query.executeTakeFirst()
}

const membersCalled = preparedQuery((db, { email }: Blanks<{ email: string }>) =>
  db.selectFrom('users').select('id').where('email', '=', email),
)

export async function findPrepared(repo: Repo, email: string) {
  return membersCalled(repo, { email })
}

export async function findById(repo: Repo, id: number) {
  return repo.fetchByOrThrow(users, { id }).catch(() => null)
}

export async function isThere(repo: Repo, email: string) {
  return repo.exists(users, { email })
}

export async function listMembers(repo: Repo) {
  const ids = []
  const query = repo.db.selectFrom('users').select('id')
  for await (const { id } of query.stream()) ids.push(id)
  return ids
}

export function ticket(userId: number, token: Uint8Array): Changeset<UserToken> {
  const row = { user_id: userId, token, context: 'login', inserted_at: 0 }
  return pipe(change(build(usersTokens, row)), foreignKeyConstraint('user_id'))
}
