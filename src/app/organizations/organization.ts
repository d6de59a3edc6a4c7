import { cast, type Params } from '#changeset/cast.ts'
import { putChange, type Changeset } from '#changeset/changeset.ts'
import { checkConstraint, foreignKeyConstraint, uniqueConstraint } from '#changeset/constraints.ts'
import { declareOwners } from '#changeset/owner.ts'
import { build, defineSchema } from '#changeset/schema.ts'
import { validateLength } from '#changeset/validate-length.ts'
import { validateFormat, validateInclusion, validateRequired } from '#changeset/validations.ts'
import { pipe } from '#lib/pipe.ts'
import { UNSEEN } from '#lib/unseen.ts'

export interface Organization {
  readonly id: number
  readonly name: string
  /** As it stands in addresses: `glass-works`. */
  readonly slug: string
  readonly inserted_at: number
  readonly updated_at: number
}

export const organizations = defineSchema<Organization>({
  source: 'organizations',
  name: 'Organization',
  fields: { id: { type: 'id', primaryKey: true }, name: 'string', slug: 'string' },
  timestamps: 'integer',
  owner: { organization: 'id' },
})

export interface Membership {
  readonly id: number
  readonly organization_id: number
  readonly user_id: number
  readonly role: string
  /** Lives in the form only: whose membership it is. */
  readonly email: string | null
  readonly inserted_at: number
  readonly updated_at: number
}

export const memberships = defineSchema<Membership>({
  source: 'memberships',
  name: 'Membership',
  fields: {
    id: { type: 'id', primaryKey: true },
    organization_id: 'id',
    user_id: 'id',
    role: 'string',
    email: { type: 'string', virtual: true },
  },
  timestamps: 'integer',
})

// A row belongs to a user, or to the members of an organization: where it is found whose it is.
declareOwners({
  user: { table: 'users', key: 'id', name: 'email' },
  organization: {
    ...{ table: 'organizations', key: 'id', name: 'name' },
    members: { table: 'memberships', organization: 'organization_id', user: 'user_id' },
  },
})

// A link that is drawn as nothing can be followed by nobody.
const SEEN = new RegExp(`[^\\s${UNSEEN}]`, 'u')
// One word after the other, as it reads in an address.
const SLUG = /^[a-z\d]+(?:-[a-z\d]+)*$/

export function organizationChangeset(params: Params): Changeset<Organization> {
  return pipe(
    cast(build(organizations), params, ['name', 'slug']),
    validateRequired(['name', 'slug']),
    validateLength('name', { max: 60 }),
    validateFormat('name', SEEN, { message: 'must have something that can be seen' }),
    validateFormat('slug', SLUG, {
      message: 'must have only small letters, digits and single hyphens',
    }),
    validateLength('slug', { max: 40 }),
    uniqueConstraint('slug'),
  )
}

/** Whose membership it is comes from elsewhere: the address in the form has to be looked up. */
export function membershipChangeset(
  organizationId: number,
  userId: number | null,
  params: Params,
): Changeset<Membership> {
  return pipe(
    cast(build(memberships), params, ['email', 'role']),
    validateRequired(['email', 'role']),
    validateInclusion('role', ['owner', 'member']),
    (changeset) => putChange(changeset, 'organization_id', organizationId),
    (changeset) => (userId === null ? changeset : putChange(changeset, 'user_id', userId)),
    checkConstraint('role', { name: 'memberships_role_check' }),
    uniqueConstraint(['user_id', 'organization_id'], {
      errorKey: 'email',
      message: 'is a member already',
    }),
    foreignKeyConstraint('user_id'),
    foreignKeyConstraint('organization_id'),
  )
}
