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
  const checked = pipe(
    changeset,
    validateConfirmation('password', {
      message: 'does not match password',
    }),
    validateRequired(['password']),
    validateLength('password', { min: 12, max: 72 }),
  )
  if (!checked.valid) return checked
  return pipe(
    checked,
    validateLength('password', {
      max: 72,
      count: 'bytes',
    }),
  )
}
