import {
  pipe,
  validateConfirmation,
  validateLength,
  validateRequired,
  type Changeset,
} from 'glasshouse/changeset'
import type { User } from 'glasshouse/given'

/** What a password must be, once it was cast. */
export function passwordRules(
  changeset: Changeset<User>,
): Changeset<User> {
  return pipe(
    changeset,
    validateConfirmation('password'),
    validateRequired(['password']),
    validateLength('password', { min: 8, max: 72 }),
  )
}
