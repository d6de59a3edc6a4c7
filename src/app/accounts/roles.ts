/**
 * What a user may do besides what every user may: roles, and features that
 * are switched on for some. A scope holds both, so that nothing asks twice.
 */
import { MissingTableError } from '#repo/database-error.ts'
import { context } from '#trace/context.ts'
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
/**
 * The scope with the roles and the feature flags of its user, each looked up
 * once.
 *
 * Call it where a scope of a person is made, by a plug or a live view. What
 * else every page asks of a person belongs here, too.
 *
 * @example
 * const loaded = await Roles.loadUserScope(admin)
 * loaded.roles
 * // => ['admin']
 */
async function loadUserScope(scope: UserScope) {
  try {
    return withRoles(scope, {
      roles: await rolesOf(scope),
      featureFlags: await featureFlagsOf(scope),
    })
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

async function rolesOf({ repo, user }: UserScope): Promise<readonly Role[]> {
  const rows = await repo.db
    .selectFrom('user_roles')
    .select('role')
    .where('user_id', '=', user.id)
    .orderBy('role')
    .execute()
  return rows.map(({ role }) => role)
}

async function featureFlagsOf({ repo, user }: UserScope): Promise<readonly string[]> {
  const rows = await repo.db
    .selectFrom('feature_flags')
    .select('name')
    .where('user_id', '=', user.id)
    .orderBy('name')
    .execute()
  return rows.map(({ name }) => name)
}
