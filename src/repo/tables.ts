/**
 * The rows of a sandbox, as stored. A field has one name from the form to the
 * column, so the trace needs no dictionary. Times are milliseconds since 1970, UTC.
 */
import type { ColumnType, Generated } from 'kysely'
import type { Secret } from '#lib/secret.ts'

/** A column whose value may be written as a `Secret`, so that no trace shows it. */
type Guarded<Value> = ColumnType<Value, Value | Secret<Value>, Value | Secret<Value>>

export interface Tables {
  readonly users: UsersTable
  readonly users_tokens: UsersTokensTable
  readonly organizations: OrganizationsTable
  readonly memberships: MembershipsTable
  readonly user_roles: UserRolesTable
  readonly feature_flags: FeatureFlagsTable
  readonly scores: ScoresTable
}

interface UsersTable {
  id: Generated<number>
  /** Compared without regard to the case of A to Z. */
  email: string
  hashed_password: Guarded<string | null>
  confirmed_at: number | null
  inserted_at: number
  updated_at: number
}

interface UsersTokensTable {
  id: Generated<number>
  user_id: number
  /** SHA-256 of what the person holds. The token itself is never stored. */
  token: Guarded<Uint8Array>
  /** What the token is good for: `session`, `login`, `change:ana@example.com` … */
  context: string
  /** The address that the token was mailed to. */
  sent_to: string | null
  /** Sessions only: when this person last showed a password or a link. */
  authenticated_at: number | null
  inserted_at: number
}

interface OrganizationsTable {
  id: Generated<number>
  name: string
  /** As it stands in addresses: `glass-works`. */
  slug: string
  inserted_at: number
  updated_at: number
}

interface MembershipsTable {
  id: Generated<number>
  organization_id: number
  user_id: number
  role: 'owner' | 'member'
  inserted_at: number
  updated_at: number
}

interface UserRolesTable {
  id: Generated<number>
  user_id: number
  role: 'admin'
  inserted_at: number
  updated_at: number
}

interface FeatureFlagsTable {
  id: Generated<number>
  user_id: number
  /** A row switches it on for this user. */
  name: string
  inserted_at: number
  updated_at: number
}

interface ScoresTable {
  id: Generated<number>
  user_id: number
  /** `null`: it is the user's alone. */
  organization_id: number | null
  /** 0 to 10. */
  points: number
  guesses: number
  comment: string | null
  inserted_at: number
  updated_at: number
}
