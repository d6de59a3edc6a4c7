import { Organizations } from '#app/organizations/organizations.ts'
import {
  isOrganizationScope,
  putOrganization,
  type OrganizationScope,
} from '#app/accounts/scope.ts'
import { record } from '#trace/trace.ts'
import { definePlug } from '#http/plug.ts'
import type { AppLocals } from './locals.ts'
import { userScopeOf } from './user-scope.ts'

// #region assign-org-to-scope
/**
 * Puts the organization that the address names into the scope. Who is no
 * member finds nothing there. In Phoenix: `assign_org_to_scope/2`.
 *
 * It stands after `requireAuthenticatedUser`: a visitor is a member of nothing.
 */
export const assignOrgToScope = definePlug('assignOrgToScope', async ({ locals, params }) => {
  const scope = userScopeOf(locals)
  const organization = await Organizations.getOrganizationBySlugOrThrow(scope, params['org'] ?? '')
  locals.scope = putOrganization(scope, organization)
  const { slug, role } = organization
  record({
    layer: 'scope',
    name: 'putOrganization',
    tag: 'scope.organization',
    detail: `within ${slug}, as ${role}`,
    source: assignOrgToScope.source,
    data: { before: null, after: { slug, role } },
  })
})
// #endregion assign-org-to-scope

/** The scope within an organization. Throws on a route that `assignOrgToScope` does not guard. */
export function organizationScopeOf({ scope }: Pick<AppLocals, 'scope'>): OrganizationScope {
  if (isOrganizationScope(scope)) return scope
  throw new Error('organizationScopeOf: no organization. Guard this route with assignOrgToScope.')
}
