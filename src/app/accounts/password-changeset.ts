/** The changeset of a new password for who calls it by its name in Phoenix: rules and hash in one function. */
import type { Params } from '#changeset/cast.ts'
import type { Changeset } from '#changeset/changeset.ts'
import type { Base } from '#changeset/schema.ts'
import { hashPasswordChange, passwordChangeset } from './password.ts'
import type { User } from './user.ts'

/** What the caller of `passwordWithHashChangeset` may leave out: the hash. */
export interface PasswordOptions {
  readonly hashPassword?: boolean
}

/**
 * For a new password. In Phoenix: `password_changeset/3`.
 *
 * Where every rule has passed, the hash stands in the password’s place. With
 * `hashPassword: false` the password stays as typed, for a form that is
 * checked while somebody types.
 *
 * @example
 * const typed = { password: 'a boat in the garden' }
 * const made = await passwordWithHashChangeset(build(users), typed)
 * Object.keys(made.changes)
 * // => ['hashed_password']
 */
export async function passwordWithHashChangeset(
  user: Base<User>,
  params: Params,
  { hashPassword = true }: PasswordOptions = {},
): Promise<Changeset<User>> {
  const changeset = passwordChangeset(user, params)
  return hashPassword ? hashPasswordChange(changeset) : changeset
}
