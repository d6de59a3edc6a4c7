/**
 * Organizations and their members. What a user may see of
 * them is decided by membership, in each query. In Phoenix:
 * the guide on scopes, where it extends them.
 */
import type { Params } from '#changeset/cast.ts'
import {
  addError,
  putAction,
} from '#changeset/changeset.ts'
import { pipe } from '#lib/pipe.ts'
import { Refusal } from '#lib/refusal.ts'
import { fail, ok } from '#lib/result.ts'
import { step, type Step } from '#trace/step.ts'
import { context } from '#trace/context.ts'
import {
  membershipChangeset,
  organizationChangeset,
  type Organization,
} from './organization.ts'
import type {
  AdminScope,
  OrganizationScope,
  ScopeOrganization,
  UserScope,
} from '#app/accounts/scope.ts'
import { users } from '#app/accounts/user.ts'

/** The one door to organizations and their members. */
export const Organizations = context('Organizations', {
  listOrganizations,
  getOrganizationBySlugOrThrow,
  createOrganization,
  listMembers,
  addMember,
  listAllOrganizations,
})

/** Somebody who belongs to an organization. */
export interface Member {
  readonly user_id: number
  readonly email: string
  readonly role: ScopeOrganization['role']
}

/** An organization, as those see it who are no members. */
export type ListedOrganization = Pick<
  Organization,
  'id' | 'slug' | 'name'
>

/**
 * The organizations that this user is a member of, by name.
 *
 * @example
 * await Organizations.listOrganizations(acme)
 * // => [acme.organization]
 */
async function listOrganizations(
  scope: UserScope,
): Promise<readonly ScopeOrganization[]> {
  return pipe(memberOrganizations(scope), memberOf(scope))
    .orderBy('organizations.name')
    .orderBy('organizations.id')
    .execute()
}

// #region get-organization
/**
 * The organization with this slug, if the user is a member.
 * In Phoenix: `get_organization_by_slug!/2`.
 *
 * Nobody learns whether there is one otherwise: a `Refusal`
 * (404) is thrown either way. An app that would rather send
 * people elsewhere lets the plug that calls it do so.
 *
 * @example
 * const found = await Organizations.getOrganizationBySlugOrThrow(ana, 'acme')
 * found.role
 * // => 'owner'
 */
async function getOrganizationBySlugOrThrow(
  scope: UserScope,
  slug: string,
): Promise<ScopeOrganization> {
  // Half a surrogate pair is in no slug, and cannot be asked for.
  const found = slug.isWellFormed()
    ? await pipe(
        memberOrganizations(scope),
        memberOf(scope),
      )
        .where('organizations.slug', '=', slug)
        .executeTakeFirst()
    : undefined
  if (found) return found
  throw new Refusal(
    404,
    'There is no such organization, or you are no member of it.',
  )
}

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

type OrganizationsQuery = ReturnType<
  typeof memberOrganizations
>

/** Narrows a query to the organizations that the scope's user belongs to. */
function memberOf({
  user,
}: UserScope): Step<OrganizationsQuery> {
  const info = {
    tag: 'scope.memberOf',
    fields: ['user_id'],
    options: { user_id: user.id },
  }
  return step(
    'memberOf',
    info,
    (query: OrganizationsQuery) =>
      query.where('memberships.user_id', '=', user.id),
  )
}
// #endregion get-organization

/**
 * Creates an organization, which its creator owns. Both rows
 * are written, or none.
 *
 * @example
 * const params = { name: 'Glass Works', slug: 'glass-works' }
 * const result = await Organizations.createOrganization(ana, params)
 * result.value.role
 * // => 'owner'
 */
async function createOrganization(
  { repo, user }: UserScope,
  params: Params,
) {
  return repo.transact(async (tx) => {
    const created = await tx.insert(
      organizationChangeset(params),
    )
    if (!created.ok) return created
    const { id, slug, name } = created.value
    await tx.insertOrThrow(
      membershipChangeset(id, user.id, {
        email: user.email,
        role: 'owner',
      }),
    )
    const own: ScopeOrganization = {
      id,
      slug,
      name,
      role: 'owner',
    }
    return ok(own)
  })
}

/**
 * Who belongs to the organization: its owners first, then by
 * address.
 *
 * @example
 * const members = await Organizations.listMembers(acme)
 * members.map(({ email, role }) => `${email}: ${role}`)
 * // => ['ana@example.com: owner']
 */
async function listMembers({
  repo,
  organization,
}: OrganizationScope): Promise<readonly Member[]> {
  return repo.db
    .selectFrom('memberships')
    .innerJoin('users', 'users.id', 'memberships.user_id')
    .select([
      'memberships.user_id',
      'users.email',
      'memberships.role',
    ])
    .where(
      'memberships.organization_id',
      '=',
      organization.id,
    )
    .orderBy('memberships.role', 'desc')
    .orderBy('users.email')
    .execute()
}

/**
 * Makes a user a member, by address. Throws a `Refusal` (403)
 * for who is no owner.
 *
 * @example
 * const params = { email: 'nobody@example.com', role: 'member' }
 * const { error } = await Organizations.addMember(acme, params)
 * error.errors[0].message
 * // => 'has not registered here'
 */
async function addMember(
  { repo, organization }: OrganizationScope,
  params: Params,
) {
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
  if (user !== null || !changeset.valid)
    return repo.insert(changeset)
  const unknown = addError(
    changeset,
    'email',
    'has not registered here',
  )
  return fail(putAction(unknown, 'insert'))
}

/**
 * Every organization there is. For who looks after the house,
 * and nobody else.
 *
 * @example
 * const all = await Organizations.listAllOrganizations(admin)
 * all.map(({ slug }) => slug)
 * // => ['acme']
 */
async function listAllOrganizations({
  repo,
}: AdminScope): Promise<readonly ListedOrganization[]> {
  return repo.db
    .selectFrom('organizations')
    .select(['id', 'slug', 'name'])
    .orderBy('name')
    .orderBy('id')
    .execute()
}
