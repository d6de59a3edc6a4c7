import { Organizations } from '#app/organizations/organizations.ts'
import {
  isOrganizationScope,
  putOrganization,
  type OrganizationScope,
} from '#app/accounts/scope.ts'
import { definePlug, type Leaves } from '#http/plug.ts'
import type { AppLocals } from './locals.ts'
import { userScopeOf } from './user-scope.ts'

// #region assign-org-to-scope
/**
 * Puts the organization that the address names into the scope. Who is no
 * member finds nothing there. In Phoenix: `assign_org_to_scope/2`.
 *
 * It stands after `requireAuthenticatedUser`: a visitor is a member of nothing. An app that would
 * rather send them elsewhere catches the refusal here, and redirects.
 */
export const assignOrgToScope = definePlug(
  'assignOrgToScope',
  async ({ locals, params }, assign) => {
    // #region assign-org-to-scope-core
    const scope = userScopeOf(locals)
    const slug = params['org'] ?? ''
    const organization =
      await Organizations.getOrganizationBySlugOrThrow(
        scope,
        slug,
      )
    assign({
      scope: putOrganization(scope, organization),
    })
    // #endregion assign-org-to-scope-core
  },
  { leaves: currentOrganization },
)
// #endregion assign-org-to-scope

/** The scope within an organization. Throws on a route that `assignOrgToScope` does not guard. */
export function organizationScopeOf({
  scope,
}: Pick<AppLocals, 'scope'>): OrganizationScope {
  if (isOrganizationScope(scope)) return scope
  throw new Error(
    'organizationScopeOf: no organization. Guard this route with assignOrgToScope.',
  )
}

function currentOrganization(
  ...[{ scope }]: Parameters<Leaves>
): ReturnType<Leaves> {
  const { slug, role } = scope?.organization ?? {}
  return {
    layer: 'scope',
    name: 'putOrganization',
    tag: 'scope.organization',
    detail: `within ${slug}, as ${role}`,
    data: { before: null, after: { slug, role } },
  }
}
