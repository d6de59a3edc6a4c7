import type { User } from 'glasshouse/given'
import type { Lookups, Organization } from './lookups.ts'

export interface ExtendedScope {
  readonly user: User
  readonly organization: Promise<Organization | null>
  readonly roles: Promise<readonly string[]>
  readonly featureFlags: Promise<readonly string[]>
}

/** The scope of a person, with what is known of them. */
export async function forUser(
  user: User | null,
  ask: Lookups,
): Promise<ExtendedScope | null> {
  if (!user) return Promise.resolve(null)
  return {
    user,
    get organization() {
      return ask.organizationOf(user)
    },
    get roles() {
      return ask.rolesOf(user)
    },
    get featureFlags() {
      return ask.flagsOf(user)
    },
  }
}
