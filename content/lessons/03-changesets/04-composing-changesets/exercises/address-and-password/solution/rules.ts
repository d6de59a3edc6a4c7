import {
  pipe,
  unsafeValidateUnique,
  validateFormat,
  validateLength,
  validateRequired,
  type Changeset,
} from 'glasshouse/changeset'
import type { User } from 'glasshouse/given'
import type { Repo } from 'glasshouse/repo'

/** What an address must be. One rule asks the database. */
export function emailRules(
  changeset: Changeset<User>,
  repo: Repo,
): Promise<Changeset<User>> {
  const checked = pipe(
    changeset,
    validateRequired(['email']),
    validateFormat('email', /^[^@\s]+@[^@\s]+$/, {
      message: 'must have the @ sign and no spaces',
    }),
  )
  return unsafeValidateUnique(checked, ['email'], repo)
}

/** What a password must be. */
export function passwordRules(
  changeset: Changeset<User>,
): Changeset<User> {
  return pipe(
    changeset,
    validateRequired(['password']),
    validateLength('password', { min: 12, max: 72 }),
  )
}
