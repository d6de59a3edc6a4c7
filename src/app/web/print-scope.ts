import { isUserScope, type Scope } from '#app/accounts/scope.ts'
import type { User } from '#app/accounts/user.ts'

/** Who asked, and what they may do, as JSON answers say it. */
export const printScope = (scope: Scope) => ({
  user: isUserScope(scope) ? printUser(scope.user) : null,
  organization: scope.organization,
  roles: scope.roles,
  feature_flags: scope.featureFlags,
})

const printUser = ({ id, email, confirmed_at, inserted_at }: User) => ({
  id,
  email,
  confirmed_at,
  inserted_at,
})
