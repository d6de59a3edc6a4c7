/**
 * What a user may do besides what every user may: roles, and features that
 * are switched on for some. A scope holds both, so that nothing asks twice.
 */
import type { Changeset } from '#changeset/changeset.ts'
import type { Result } from '#lib/result.ts'
import { MissingTableError } from '#repo/database-error.ts'
import { contextFunction } from '#trace/context-function.ts'
import { withRoles, type AdminScope, type Role, type UserScope } from './scope.ts'
import {
  featureFlagChangeset,
  userRoleChangeset,
  type FeatureFlag,
  type UserRole,
} from './user-role.ts'
import type { User } from './user.ts'

// #region load-user-scope
/**
 * The scope with the roles and the feature flags of its user, each looked up
 * once. Call it where a scope of a person is made, by a plug or a live view.
 */
export const loadUserScope = contextFunction(
  'Roles.loadUserScope',
  async (scope: UserScope): Promise<UserScope> => {
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
  },
)
// #endregion load-user-scope

/** Gives a user a role. Only somebody who has it can. */
export const grantRole = contextFunction(
  'Roles.grantRole',
  ({ repo }: AdminScope, user: User, role: Role): Written<UserRole> =>
    repo.insert(userRoleChangeset(user, { role })),
)

/** Switches a feature on for a user. */
export const enableFeature = contextFunction(
  'Roles.enableFeature',
  ({ repo }: AdminScope, user: User, name: string): Written<FeatureFlag> =>
    repo.insert(featureFlagChangeset(user, { name })),
)

type Written<Row extends object> = Promise<Result<Row, Changeset<Row>>>

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
