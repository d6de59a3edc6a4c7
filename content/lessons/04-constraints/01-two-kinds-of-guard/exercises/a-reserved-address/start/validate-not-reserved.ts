import {
  addError,
  getField,
  type Changeset,
  type Step,
} from 'glasshouse/changeset'
import type { User } from 'glasshouse/given'

/** Refuses an address that the house keeps for itself. */
export function validateNotReserved(
  reserved: readonly string[],
): Step<Changeset<User>> {
  const message = 'is reserved'
  return (changeset) => {
    const email = getField(changeset, 'email') ?? ''
    return reserved.includes(email)
      ? addError(changeset, 'email', message)
      : changeset
  }
}
