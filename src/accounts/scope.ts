/**
 * Who is asking, and of which database. Every function of a context takes a
 * scope as its first argument, so that no query can forget whose it is.
 */
import type { Clock } from '#lib/clock.ts'
import type { Repo } from '#repo/repo.ts'
import type { Tables } from '#repo/tables.ts'
import type { Mailbox } from '#sandbox/mailbox.ts'
import type { PubSub } from '#sandbox/pubsub.ts'
import type { User } from './user.ts'

// #region scope
export interface Scope {
  readonly repo: Repo<Tables>
  readonly clock: Clock
  readonly mailbox: Mailbox
  readonly pubsub: PubSub
  readonly user: User | null
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
// #endregion scope

/** What a scope has before anybody is known. */
export type Surroundings = Pick<
  Scope,
  'repo' | 'clock' | 'mailbox' | 'pubsub'
>

// #region for-user
/** The scope of somebody who has not logged in. Phoenix has `nil` here; this house always has a scope. */
export function scopeForVisitor({
  repo,
  clock,
  mailbox,
  pubsub,
}: Surroundings): Scope {
  return Object.freeze({ repo, clock, mailbox, pubsub, user: null })
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
 * The same person over another handle of the same sandbox: a live view
 * outlives the request that opened it, and a database does not stay open.
 */
export function inSurroundings<S extends Scope>(
  scope: S,
  { repo, clock, mailbox, pubsub }: Surroundings,
): S {
  return Object.freeze({ ...scope, repo, clock, mailbox, pubsub })
}

export function isUserScope(scope: Scope): scope is UserScope {
  return scope.user !== null
}
// #endregion for-user
