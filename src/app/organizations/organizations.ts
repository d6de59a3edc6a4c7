/**
 * Organizations and their members. What a user may see of them is decided by
 * membership, in each query.
 */
import type { Params } from '#changeset/cast.ts'
import {
  addError,
  putAction,
  type Changeset,
} from '#changeset/changeset.ts'
import { pipe } from '#lib/pipe.ts'
import { Refusal } from '#lib/refusal.ts'
import { fail, ok, type Result } from '#lib/result.ts'
import { contextFunction } from '#trace/context-function.ts'
import { step, type Step } from '#trace/step.ts'
import {
  membershipChangeset,
  organizationChangeset,
  type Membership,
  type Organization,
} from './organization.ts'
import type {
  AdminScope,
  OrganizationScope,
  ScopeOrganization,
  UserScope,
} from '../accounts/scope.ts'
import { users } from '../accounts/user.ts'

/** Somebody who belongs to an organization. */
export interface Member {
  readonly user_id: number
  readonly email: string
  readonly role: ScopeOrganization['role']
}

/** The organizations that this user is a member of, by name. */
export const listOrganizations = contextFunction(
  'Organizations.listOrganizations',
  (scope: UserScope): Promise<readonly ScopeOrganization[]> =>
    pipe(memberOrganizations(scope), memberOf(scope))
      .orderBy('organizations.name')
      .orderBy('organizations.id')
      .execute(),
)

// #region get-organization
/**
 * The organization with this slug, if the user is a member. Nobody learns
 * whether there is one otherwise. In Phoenix: `get_organization_by_slug!/2`.
 */
export const getOrganizationBySlugOrThrow = contextFunction(
  'Organizations.getOrganizationBySlugOrThrow',
  async (
    scope: UserScope,
    slug: string,
  ): Promise<ScopeOrganization> => {
    // Half a surrogate pair is in no slug, and cannot be asked for.
    const found = slug.isWellFormed()
      ? await pipe(memberOrganizations(scope), memberOf(scope))
          .where('organizations.slug', '=', slug)
          .executeTakeFirst()
      : undefined
    if (found) return found
    throw new Refusal(
      404,
      'There is no such organization, or you are no member of it.',
    )
  },
)

const memberOrganizations = ({ repo }: UserScope) =>
  repo.db
    .selectFrom('organizations')
    .innerJoin(
      'memberships',
      'memberships.organization_id',
      'organizations.id',
    )
    .select([
      'organizations.id',
      'organizations.slug',
      'organizations.name',
      'memberships.role',
    ])

type OrganizationsQuery = ReturnType<typeof memberOrganizations>

/** Narrows a query to the organizations that the scope's user belongs to. */
function memberOf({ user }: UserScope): Step<OrganizationsQuery> {
  const info = {
    tag: 'scope.memberOf',
    fields: ['user_id'],
    options: { user_id: user.id },
  }
  return step('memberOf', info, (query: OrganizationsQuery) =>
    query.where('memberships.user_id', '=', user.id),
  )
}
// #endregion get-organization

/** Creates an organization, which its creator owns. Both rows are written, or none. */
export const createOrganization = contextFunction(
  'Organizations.createOrganization',
  (
    { repo, user }: UserScope,
    params: Params,
  ): Promise<Result<ScopeOrganization, Changeset<Organization>>> =>
    repo.transact(async (tx) => {
      const created = await tx.insert(organizationChangeset(params))
      if (!created.ok) return created
      const { id, slug, name } = created.value
      await tx.insertOrThrow(
        membershipChangeset(id, user.id, {
          email: user.email,
          role: 'owner',
        }),
      )
      return ok({ id, slug, name, role: 'owner' })
    }),
)

/** Who belongs to the organization: its owners first, then by address. */
export const listMembers = contextFunction(
  'Organizations.listMembers',
  ({
    repo,
    organization,
  }: OrganizationScope): Promise<readonly Member[]> =>
    repo.db
      .selectFrom('memberships')
      .innerJoin('users', 'users.id', 'memberships.user_id')
      .select([
        'memberships.user_id',
        'users.email',
        'memberships.role',
      ])
      .where('memberships.organization_id', '=', organization.id)
      .orderBy('memberships.role', 'desc')
      .orderBy('users.email')
      .execute(),
)

/** Makes a user a member, by address. Throws a `Refusal` (403) for who is no owner. */
export const addMember = contextFunction(
  'Organizations.addMember',
  async (
    { repo, organization }: OrganizationScope,
    params: Params,
  ): Promise<Result<Membership, Changeset<Membership>>> => {
    if (organization.role !== 'owner')
      throw new Refusal(
        403,
        'Only an owner adds members. Ask one of them.',
      )
    const { email } = params
    const user =
      typeof email === 'string' && email.isWellFormed()
        ? await repo.getBy(users, { email })
        : null
    const changeset = membershipChangeset(
      organization.id,
      user?.id ?? null,
      params,
    )
    if (user !== null || !changeset.valid) return repo.insert(changeset)
    const unknown = addError(
      changeset,
      'email',
      'has not registered here',
    )
    return fail(putAction(unknown, 'insert'))
  },
)

/** Every organization there is. For who looks after the house, and nobody else. */
export const listAllOrganizations = contextFunction(
  'Organizations.listAllOrganizations',
  ({ repo }: AdminScope): Promise<readonly ListedOrganization[]> =>
    repo.db
      .selectFrom('organizations')
      .select(['id', 'slug', 'name'])
      .orderBy('name')
      .orderBy('id')
      .execute(),
)

export type ListedOrganization = Pick<
  Organization,
  'id' | 'slug' | 'name'
>
