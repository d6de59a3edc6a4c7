import { isUserScope, type UserScope } from '#app/accounts/scope.ts'
import type { AppLocals } from './locals.ts'

/** The scope of somebody who is logged in. Throws on a route that `requireAuthenticatedUser` does not guard. */
export function userScopeOf({ scope }: Pick<AppLocals, 'scope'>): UserScope {
  if (isUserScope(scope)) return scope
  throw new Error(
    'userScopeOf: nobody is logged in. Guard this route with requireAuthenticatedUser.',
  )
}
