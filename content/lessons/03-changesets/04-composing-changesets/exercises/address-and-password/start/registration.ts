import {
  build,
  cast,
  type Changeset,
  type Params,
} from 'glasshouse/changeset'
import { users, type User } from 'glasshouse/given'
import type { Repo } from 'glasshouse/repo'
import { emailRules, passwordRules } from './rules.ts'

/** For a form with an address and a password. */
export async function registrationChangeset(
  params: Params,
  repo: Repo,
): Promise<Changeset<User>> {
  const email = await emailRules(
    cast(build(users), params, ['email']),
    repo,
  )
  const password = passwordRules(
    cast(build(users), params, ['password']),
  )
  return email.valid ? password : email
}
