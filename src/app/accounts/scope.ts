/**
 * Who is asking, and of which database. Every function of a context takes a
 * scope as its first argument, so that no query can forget whose it is.
 */
import type { Surroundings } from './surroundings.ts'
import type { User } from './user.ts'

// #region scope
export interface Scope extends Surroundings {
  readonly user: User | null
  /** The one that the address names, once membership is checked. */
  readonly organization: ScopeOrganization | null
  /** Looked up once, when the scope of a person is made. */
  readonly roles: readonly Role[]
  readonly featureFlags: readonly string[]
}

/** What a user may be besides a user. */
export type Role = 'admin'

/** An organization, and what the user is in it. */
export interface ScopeOrganization {
  readonly id: number
  readonly slug: string
  readonly name: string
  readonly role: 'owner' | 'member'
}

/**
 * A scope with somebody in it. What needs a person takes this one, so
 * that forgetting to log in does not compile.
 */
export interface UserScope extends Scope {
  readonly user: User
  /** When this session last saw a link or a password, in ms UTC. */
  readonly authenticatedAt: number
  /** The session's row; `null` for a program with an API token. */
  readonly sessionId: number | null
}

/** A scope within an organization, of which the user is a member. */
export interface OrganizationScope extends UserScope {
  readonly organization: ScopeOrganization
}

/** The scope of somebody who looks after the whole house. */
export interface AdminScope extends UserScope {
  readonly roles: readonly ['admin', ...Role[]]
}
// #endregion scope

// #region for-user
/** The scope of somebody who has not logged in. Phoenix has `nil` here; this house always has a scope. */
export function scopeForVisitor({
  repo,
  clock,
  mailer,
  pubsub,
}: Surroundings): Scope {
  return Object.freeze({
    ...{ repo, clock, mailer, pubsub },
    user: null,
    organization: null,
    roles: [],
    featureFlags: [],
  })
}

/** The scope of a person. In Phoenix: `Scope.for_user/1`. */
export function scopeForUser(
  scope: Surroundings,
  user: User,
  authenticatedAt: number,
  sessionId: number | null = null,
): UserScope {
  return Object.freeze({
    ...scopeForVisitor(scope),
    user,
    authenticatedAt,
    sessionId,
  })
}

/** The scope of a program that showed an API token. Whose program it is was never proved just now: no sudo mode. */
export function scopeForApiUser(
  scope: Surroundings,
  user: User,
): UserScope {
  return scopeForUser(scope, user, NEVER)
}
const NEVER = 0

/**
 * The same person over another handle of the same database: a live view
 * outlives the request that opened it, and a database does not stay open.
 */
export function inSurroundings<S extends Scope>(
  scope: S,
  { repo, clock, mailer, pubsub }: Surroundings,
): S {
  return Object.freeze({ ...scope, repo, clock, mailer, pubsub })
}

export function isUserScope(scope: Scope): scope is UserScope {
  return scope.user !== null
}
// #endregion for-user

// #region extend
/** The same person with what they may do. `Roles.loadUserScope` finds out what that is. */
export function withRoles<S extends UserScope>(
  scope: S,
  { roles, featureFlags }: Pick<Scope, 'roles' | 'featureFlags'>,
): S {
  return Object.freeze({ ...scope, roles, featureFlags })
}

/**
 * The same person, acting within an organization. In Phoenix: `Scope.put_organization/2`.
 *
 * It believes what it is told: check the membership first, as
 * `Organizations.getOrganizationBySlugOrThrow` does.
 */
export function putOrganization(
  scope: UserScope,
  organization: ScopeOrganization,
): OrganizationScope {
  return Object.freeze({ ...scope, organization })
}

export function isOrganizationScope(
  scope: Scope,
): scope is OrganizationScope {
  return isUserScope(scope) && scope.organization !== null
}

export function isAdminScope(scope: Scope): scope is AdminScope {
  return isUserScope(scope) && scope.roles.includes('admin')
}
// #endregion extend
