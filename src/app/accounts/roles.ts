/**
 * What a user may do besides what every user may: roles, and features that
 * are switched on for some. A scope holds both, so that nothing asks twice.
 */
import { MissingTableError } from '#repo/database-error.ts'
import { preparedQuery, type Blanks } from '#repo/prepared-query.ts'
import { context } from '#trace/context.ts'
import { grantedIn } from './granted.ts'
import { withRoles, type AdminScope, type Role, type UserScope } from './scope.ts'
import { featureFlagChangeset, userRoleChangeset } from './user-role.ts'
import type { User } from './user.ts'

/** The one door to roles and to features that are switched on for some. */
export const Roles = context('Roles', {
  loadUserScope,
  grantRole,
  enableFeature,
})

// #region load-user-scope
const grantsOf = preparedQuery((db, { id }: Blanks<{ id: number }>) =>
  db
    .selectFrom('users')
    .leftJoin('user_roles', 'user_roles.user_id', 'users.id')
    .leftJoin('feature_flags', 'feature_flags.user_id', 'users.id')
    .select(['user_roles.role', 'feature_flags.name as flag'])
    .where('users.id', '=', id),
)

/**
 * The scope with the roles and the feature flags of its user, looked up by one
 * query.
 *
 * Call it where a scope of a person is made by anything but a session: that
 * brings them along.
 *
 * @example
 * const loaded = await Roles.loadUserScope(admin)
 * loaded.roles
 * // => ['admin']
 */
async function loadUserScope(scope: UserScope) {
  try {
    const rows = await grantsOf(scope.repo, { id: scope.user.id })
    return withRoles(scope, grantedIn(rows))
  } catch (error) {
    // While their migration is down nobody has any; everybody can still log in.
    if (error instanceof MissingTableError) return scope
    throw error
  }
}
// #endregion load-user-scope

/**
 * Gives a user a role. Only somebody who has it can.
 *
 * @example
 * const granted = await Roles.grantRole(admin, ana.user, 'admin')
 * granted.value.user_id
 * // => ana.user.id
 */
async function grantRole({ repo }: AdminScope, user: User, role: Role) {
  return repo.insert(userRoleChangeset(user, { role }))
}

/**
 * Switches a feature on for a user. Only somebody who looks after the house
 * can.
 *
 * @example
 * await Roles.enableFeature(admin, ana.user, 'dark_mode')
 * const loaded = await Roles.loadUserScope(ana)
 * loaded.featureFlags
 * // => ['dark_mode']
 */
async function enableFeature({ repo }: AdminScope, user: User, name: string) {
  return repo.insert(featureFlagChangeset(user, { name }))
}
