/**
 * Who is asking, and of which database. Every function of a
 * context takes a scope as its first argument, so that no query
 * can forget whose it is. In Phoenix: `MyApp.Accounts.Scope`.
 */
import { context } from '#trace/context.ts'
import type { Surroundings } from './surroundings.ts'
import type { User } from './user.ts'

// #region scope
// #region scope-who
/** Who asks. Which database, its surroundings say. */
export interface Scope extends Surroundings {
  readonly user: User | null
  // #endregion scope-who
  // #region scope-extended
  readonly organization: ScopeOrganization | null
  readonly roles: readonly Role[]
  readonly featureFlags: readonly string[]
  // #endregion scope-extended
  // #region scope-user
}

/** What needs a person asks for this one. */
export interface UserScope extends Scope {
  readonly user: User
  // #endregion scope-user
  readonly authenticatedAt: number
  readonly sessionId: number | null
  // #region scope-end
}
// #endregion scope-end
// #endregion scope

/** What a user may be besides a user. */
export type Role = 'admin'

/** The organization that the address names, and what the user is in it, once membership is checked. */
export interface ScopeOrganization {
  readonly id: number
  readonly slug: string
  readonly name: string
  readonly role: 'owner' | 'member'
}

/** A scope within an organization, of which the user is a member. */
export interface OrganizationScope extends UserScope {
  readonly organization: ScopeOrganization
}

/** The scope of somebody who looks after the whole house. */
export interface AdminScope extends UserScope {
  readonly roles: readonly ['admin', ...Role[]]
}

// They ask no database. Listed here, they are found by who knows only their names.
context(
  'Scope',
  {},
  {
    scopeForVisitor,
    scopeForUser,
    scopeForApiUser,
    inSurroundings,
    isUserScope,
    withRoles,
    putOrganization,
    isOrganizationScope,
    isAdminScope,
  },
)

// #region for-user
/**
 * The scope of somebody who has not logged in. Phoenix has
 * `nil` here; this house always has a scope.
 *
 * @example
 * scopeForVisitor(ana).user
 * // => null
 */
export function scopeForVisitor({
  repo,
  clock,
  chance,
  mailer,
  pubsub,
}: Surroundings): Scope {
  return Object.freeze({
    ...{ repo, clock, chance, mailer, pubsub },
    user: null,
    organization: null,
    roles: [],
    featureFlags: [],
  })
}

/**
 * The scope of a person. In Phoenix: `Scope.for_user/1`.
 *
 * `authenticatedAt` says when their session last saw a link or
 * a password, in milliseconds UTC. `sessionId` is its row;
 * without one, somebody acts by other means than a session. What
 * else every query has to know of a person, a company for one,
 * is put in here.
 *
 * @example
 * const own = scopeForUser(scope, ana.user, scope.clock.now())
 * own.user.email
 * // => 'ana@example.com'
 */
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

/**
 * The scope of a program that showed an API token. Whose
 * program it is was never proved just now: no sudo mode.
 *
 * @example
 * const program = scopeForApiUser(scope, ana.user)
 * Accounts.inSudoMode(program)
 * // => false
 */
export function scopeForApiUser(
  scope: Surroundings,
  user: User,
): UserScope {
  return scopeForUser(scope, user, NEVER)
}
const NEVER = 0

/**
 * The same person over another handle of the same database.
 *
 * A live view outlives the request that opened it, and a
 * database does not stay open.
 *
 * @example
 * const later = inSurroundings(ana, scope)
 * later.user
 * // => ana.user
 */
export function inSurroundings<S extends Scope>(
  scope: S,
  { repo, clock, chance, mailer, pubsub }: Surroundings,
): S {
  return Object.freeze({
    ...scope,
    repo,
    clock,
    chance,
    mailer,
    pubsub,
  })
}

/**
 * Whether somebody is in it.
 *
 * @example
 * isUserScope(scope)
 * // => false
 */
export function isUserScope(
  scope: Scope,
): scope is UserScope {
  return scope.user !== null
}
// #endregion for-user

// #region extend
/**
 * The same person with what they may do.
 * `Roles.loadUserScope` finds out what that is.
 *
 * @example
 * const own = withRoles(ana, { roles: ['admin'], featureFlags: [] })
 * isAdminScope(own)
 * // => true
 */
export function withRoles<S extends UserScope>(
  scope: S,
  {
    roles,
    featureFlags,
  }: Pick<Scope, 'roles' | 'featureFlags'>,
): S {
  return Object.freeze({ ...scope, roles, featureFlags })
}

/**
 * The same person, acting within an organization. In Phoenix:
 * `Scope.put_organization/2`.
 *
 * It believes what it is told: check the membership first, as
 * `Organizations.getOrganizationBySlugOrThrow` does.
 *
 * @example
 * const within = putOrganization(ana, acme.organization)
 * within.organization.slug
 * // => 'acme'
 */
// #region put-organization
export function putOrganization(
  scope: UserScope,
  organization: ScopeOrganization,
): OrganizationScope {
  return Object.freeze({ ...scope, organization })
}
// #endregion put-organization

/**
 * Whether somebody acts within an organization.
 *
 * @example
 * isOrganizationScope(ana)
 * // => false
 */
export function isOrganizationScope(
  scope: Scope,
): scope is OrganizationScope {
  return isUserScope(scope) && scope.organization !== null
}

/**
 * Whether somebody looks after the whole house.
 *
 * @example
 * isAdminScope(ana)
 * // => false
 */
export function isAdminScope(
  scope: Scope,
): scope is AdminScope {
  return (
    isUserScope(scope) && scope.roles.includes('admin')
  )
}
// #endregion extend
