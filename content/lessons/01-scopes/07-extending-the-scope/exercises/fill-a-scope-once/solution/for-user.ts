import type { User } from 'glasshouse/given'
import type { Lookups, Organization } from './lookups.ts'

export interface ExtendedScope {
  readonly user: User
  readonly organization: Organization | null
  readonly roles: readonly string[]
  readonly featureFlags: readonly string[]
}

/** The scope of a person, with what is known of them. */
export async function forUser(
  user: User | null,
  ask: Lookups,
): Promise<ExtendedScope | null> {
  if (!user) return null
  const [organization, roles, featureFlags] =
    await Promise.all([
      ask.organizationOf(user),
      ask.rolesOf(user),
      ask.flagsOf(user),
    ])
  return Object.freeze({
    user,
    organization,
    roles,
    featureFlags,
  })
}
