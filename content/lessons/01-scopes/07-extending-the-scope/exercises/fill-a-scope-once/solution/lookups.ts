import type { User } from 'glasshouse/given'

/** An organization, and what somebody is in it. */
export interface Organization {
  readonly slug: string
  readonly role: 'owner' | 'member'
}

/** What can be asked about a person. Each is a query. */
export interface Lookups {
  organizationOf(user: User): Promise<Organization | null>
  rolesOf(user: User): Promise<readonly string[]>
  flagsOf(user: User): Promise<readonly string[]>
}
