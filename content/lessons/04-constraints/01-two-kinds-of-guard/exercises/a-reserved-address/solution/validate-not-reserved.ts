import {
  validateChange,
  type Changeset,
  type Step,
} from 'glasshouse/changeset'
import type { User } from 'glasshouse/given'

/** Refuses an address that the house keeps for itself. */
export function validateNotReserved(
  reserved: readonly string[],
): Step<Changeset<User>> {
  const message = 'is reserved'
  return validateChange('email', (field, value) =>
    reserved.includes(value.toLowerCase())
      ? [{ field, message }]
      : [],
  )
}
