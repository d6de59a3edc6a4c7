import { Organizations } from '#app/organizations/organizations.ts'
import { Roles } from '#app/accounts/roles.ts'
import {
  isAdminScope,
  putOrganization,
  withRoles,
  type AdminScope,
  type OrganizationScope,
  type UserScope,
} from '#app/accounts/scope.ts'
import { errorsOn } from './fixtures.ts'

let count = 0
/** A slug that no other test has. */
export const uniqueSlug = () => `house-${(count += 1)}`

/** An organization that the scope's user has created, and owns. */
export async function organizationFixture(scope: UserScope, params: object = {}) {
  const slug = uniqueSlug()
  const given = { name: `House ${slug}`, slug, ...params }
  const result = await Organizations.createOrganization(scope, given)
  if (result.ok) return result.value
  throw new Error(`organizationFixture: ${JSON.stringify(errorsOn(result.error))}`)
}

/** The scope of its owner within a new organization. In Phoenix: `organization_scope_fixture/0`. */
export async function organizationScopeFixture(
  scope: UserScope,
  params: object = {},
): Promise<OrganizationScope> {
  return putOrganization(scope, await organizationFixture(scope, params))
}

/** Makes somebody a member, and gives their scope within the organization. */
export async function memberScopeFixture(
  owner: OrganizationScope,
  scope: UserScope,
  role = 'member',
): Promise<OrganizationScope> {
  const { email } = scope.user
  const result = await Organizations.addMember(owner, { email, role })
  if (!result.ok) throw new Error(`memberScopeFixture: ${JSON.stringify(errorsOn(result.error))}`)
  const { slug } = owner.organization
  return putOrganization(scope, await Organizations.getOrganizationBySlugOrThrow(scope, slug))
}

/** The scope of a user to whom the role admin was given. */
export async function adminScopeFixture(scope: UserScope): Promise<AdminScope> {
  const house = withRoles(scope, { roles: ['admin'], featureFlags: [] })
  if (isAdminScope(house)) await Roles.grantRole(house, scope.user, 'admin')
  const loaded = await Roles.loadUserScope(scope)
  if (isAdminScope(loaded)) return loaded
  throw new Error('adminScopeFixture: expected the role admin to be loaded.')
}
