import {
  build,
  cast,
  checkConstraint,
  pipe,
  type Changeset,
  type Params,
} from 'glasshouse/changeset'
import { users, type User } from 'glasshouse/given'

/** An address that no rule looks at: the table has a check of its own. */
export function addressChangeset(
  params: Params,
): Changeset<User> {
  return pipe(
    cast(build(users), params, ['email']),
    checkConstraint('email', {
      name: 'users_email_check',
      message: 'must have an @ between two parts',
    }),
  )
}
