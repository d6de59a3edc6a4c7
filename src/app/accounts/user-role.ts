import { cast, type Params } from '#changeset/cast.ts'
import { putChange, type Changeset } from '#changeset/changeset.ts'
import { checkConstraint, foreignKeyConstraint, uniqueConstraint } from '#changeset/constraints.ts'
import { build, defineSchema } from '#changeset/schema.ts'
import { validateLength } from '#changeset/validate-length.ts'
import { validateFormat, validateInclusion, validateRequired } from '#changeset/validations.ts'
import { pipe } from '#lib/pipe.ts'
import type { User } from './user.ts'

export interface UserRole {
  readonly id: number
  readonly user_id: number
  readonly role: string
  readonly inserted_at: number
  readonly updated_at: number
}

const userRoles = defineSchema<UserRole>({
  source: 'user_roles',
  name: 'UserRole',
  fields: { id: { type: 'id', primaryKey: true }, user_id: 'id', role: 'string' },
  timestamps: 'integer',
})

/** A feature that is switched on for one user. */
export interface FeatureFlag {
  readonly id: number
  readonly user_id: number
  readonly name: string
  readonly inserted_at: number
  readonly updated_at: number
}

export const featureFlags = defineSchema<FeatureFlag>({
  source: 'feature_flags',
  name: 'FeatureFlag',
  fields: { id: { type: 'id', primaryKey: true }, user_id: 'id', name: 'string' },
  timestamps: 'integer',
})

export function userRoleChangeset(user: User, params: Params): Changeset<UserRole> {
  return pipe(
    cast(build(userRoles), params, ['role']),
    validateRequired(['role']),
    validateInclusion('role', ['admin']),
    (changeset) => putChange(changeset, 'user_id', user.id),
    checkConstraint('role', { name: 'user_roles_role_check' }),
    uniqueConstraint(['user_id', 'role'], { errorKey: 'role' }),
    foreignKeyConstraint('user_id'),
  )
}

const FLAG = /^[a-z][a-z\d_]*$/

export function featureFlagChangeset(user: User, params: Params): Changeset<FeatureFlag> {
  return pipe(
    cast(build(featureFlags), params, ['name']),
    validateRequired(['name']),
    validateFormat('name', FLAG, { message: 'must have only small letters, digits and _' }),
    validateLength('name', { max: 40 }),
    (changeset) => putChange(changeset, 'user_id', user.id),
    uniqueConstraint(['user_id', 'name'], { errorKey: 'name' }),
    foreignKeyConstraint('user_id'),
  )
}
