import {
  build,
  cast,
  pipe,
  validateRequired,
  type Changeset,
  type Params,
} from 'glasshouse/changeset'
import { users, type User } from 'glasshouse/given'

/** What somebody who registers may send. */
export function visitorChangeset(
  params: Params,
): Changeset<User> {
  return pipe(
    cast(build(users), params, ['email']),
    validateRequired(['email']),
  )
}
