/**
 * Everything the site can do with a person's account. Pages, plugs and the
 * console call these functions, and nothing behind them.
 */
import type { Params } from '#changeset/cast.ts'
import {
  change,
  putAction,
  type Changeset,
} from '#changeset/changeset.ts'
import { build, loaded } from '#changeset/schema.ts'
import { MINUTE } from '#lib/duration.ts'
import { fail, ok, type Result } from '#lib/result.ts'
import { contextFunction } from '#trace/context-function.ts'
import * as ApiTokens from './api-token.ts'
import * as Notifier from './notifier.ts'
import {
  hashPasswordChange,
  isPasswordOf,
  passwordChangeset,
  STALE_PASSWORD,
  validateCurrentPassword,
} from './password.ts'
import { isUserScope, type Scope, type UserScope } from './scope.ts'
import * as Sessions from './session-store.ts'
import {
  createChangeEmailToken,
  createMagicLinkToken,
  deleteEmailTokens,
  deleteUserTokens,
  findChangeEmailToken,
  findMagicLinkToken,
  takeToken,
  type ExpiredToken,
} from './user-token.ts'
import type { Letter } from './surroundings.ts'
import * as UserSessions from './user-session.ts'
import {
  confirmChangeset,
  emailChangeset,
  users,
  type EmailOptions,
  type User,
} from './user.ts'

/** Makes the address of a mailed link from its token. */
type UrlFor = (token: string) => string

type EmailUpdated = Result<User, 'transaction aborted'>

/** A user, and the tokens that ended with what was done. */
export interface UserAndExpiredTokens {
  readonly user: User
  readonly expiredTokens: readonly ExpiredToken[]
}

// #region register-user
/**
 * Registers a user. In Phoenix: `register_user/1`.
 *
 * An e-mail is enough: the first magic link confirms it, and there
 * is no password yet. The error is the changeset, with what is wrong
 * on its fields.
 */
export const registerUser = contextFunction(
  'Accounts.registerUser',
  async (
    scope: Scope,
    params: Params,
  ): Promise<Result<User, Changeset<User>>> => {
    const changeset = await emailChangeset(
      scope.repo,
      build(users),
      params,
    )
    return scope.repo.insert(changeset)
  },
)
// #endregion register-user

// #region register-user-with-password
/**
 * Registers a user who chooses a password at once. In Phoenix 1.7: `register_user/1`.
 *
 * Nobody has shown yet that the address is theirs, so whoever registers it may
 * know the password of its owner. `loginUserByMagicLink` is the guard.
 */
export const registerUserWithPassword = contextFunction(
  'Accounts.registerUserWithPassword',
  async (
    scope: Scope,
    params: Params,
  ): Promise<Result<User, Changeset<User>>> => {
    const changeset = await emailChangeset(
      scope.repo,
      build(users),
      params,
    )
    const withPassword = passwordChangeset(changeset, params)
    return scope.repo.insert(await hashPasswordChange(withPassword))
  },
)
// #endregion register-user-with-password

/** A changeset for the registration form. Writes nothing. In Phoenix: `change_user_email/3`. */
export function changeUserRegistration(): Changeset<User> {
  return change(build(users))
}

// #region check-user-registration
/**
 * The form for registering, checked while somebody types: no database is
 * asked whether the address is taken, and nothing is hashed. Writes nothing.
 * In Phoenix: `change_user_email/3` with `validate_unique: false`.
 */
export const checkUserRegistration = contextFunction(
  'Accounts.checkUserRegistration',
  async (
    { repo }: Scope,
    params: Params,
    { withPassword = false }: { readonly withPassword?: boolean } = {},
  ): Promise<Changeset<User>> => {
    const options = { validateUnique: false }
    const changeset = await emailChangeset(
      repo,
      build(users),
      params,
      options,
    )
    return withPassword
      ? passwordChangeset(changeset, params)
      : changeset
  },
)
// #endregion check-user-registration

/** The user with this id; not to find it throws a `NoResultsError`. In Phoenix: `get_user!/1`. */
export const fetchUserOrThrow = contextFunction(
  'Accounts.fetchUserOrThrow',
  async ({ repo }: Scope, id: number): Promise<User> =>
    repo.fetchOrThrow(users, id),
)

/** The user with this address, whatever its case, or `null`. In Phoenix: `get_user_by_email/1`. */
export const getUserByEmail = contextFunction(
  'Accounts.getUserByEmail',
  async ({ repo }: Scope, email: string): Promise<User | null> =>
    // Half a surrogate pair is in no address, and cannot be asked for.
    email.isWellFormed() ? repo.getBy(users, { email }) : null,
)

/**
 * The user with this address and password, or `null`. In Phoenix: `get_user_by_email_and_password/2`.
 *
 * It does not say which of the two was wrong. Nor does the time it takes: with
 * no account to check against, it does the work of a check all the same.
 */
export const getUserByEmailAndPassword = contextFunction(
  'Accounts.getUserByEmailAndPassword',
  async (
    { repo }: Scope,
    email: string,
    password: string,
  ): Promise<User | null> => {
    const user = email.isWellFormed()
      ? await repo.getBy(users, { email })
      : null
    return (await isPasswordOf(user, password)) ? user : null
  },
)

/** Mails a magic link to the user's own address. In Phoenix: `deliver_login_instructions/2`. */
export const deliverLoginInstructions = contextFunction(
  'Accounts.deliverLoginInstructions',
  async (scope: Scope, user: User, urlFor: UrlFor): Promise<Letter> => {
    const token = await createMagicLinkToken(scope, user)
    return Notifier.deliverLoginInstructions(scope, user, urlFor(token))
  },
)

/**
 * Whom a magic link would log in, or `null`. Looking does not use the link
 * up. In Phoenix: `get_user_by_magic_link_token/1`.
 */
export const getUserByMagicLinkToken = contextFunction(
  'Accounts.getUserByMagicLinkToken',
  async (scope: Scope, token: string): Promise<User | null> =>
    (await findMagicLinkToken(scope, token))?.user ?? null,
)

// #region login-user-by-magic-link
/**
 * Uses a magic link up. In Phoenix: `login_user_by_magic_link/1`.
 *
 * The first link of a user also confirms the address, and ends every
 * other token and the password: whoever registered it before may not
 * have been its owner. The error says that there is no such link, or
 * no longer.
 */
export const loginUserByMagicLink = contextFunction(
  'Accounts.loginUserByMagicLink',
  async (
    scope: Scope,
    token: string,
  ): Promise<Result<UserAndExpiredTokens, 'not found'>> =>
    scope.repo.transact(async (repo) => {
      const found = await findMagicLinkToken({ ...scope, repo }, token)
      // Of those who press at once, the one who deletes the row
      // gets in.
      if (!found || !(await takeToken({ repo }, found.id)))
        return fail('not found')
      const { user } = found
      if (user.confirmed_at !== null)
        return ok({ user, expiredTokens: [] })

      const confirmed = confirmChangeset(user, scope.clock.now())
      const expiredTokens = await deleteUserTokens({ repo }, user)
      return ok({
        user: await repo.updateOrThrow(confirmed),
        expiredTokens,
      })
    }),
)
// #endregion login-user-by-magic-link

/** The form for a new address, checked. Writes nothing. In Phoenix: `change_user_email/3`. */
export const changeUserEmail = contextFunction(
  'Accounts.changeUserEmail',
  async (
    { repo, user }: UserScope,
    params: Params = {},
    options: EmailOptions = {},
  ): Promise<Changeset<User>> =>
    emailChangeset(repo, loaded(users, user), params, options),
)

/**
 * Mails a link to the address that `changedUser` carries: the person as they
 * would be. In Phoenix: `deliver_user_update_email_instructions/3`.
 *
 * Until the link is used, nothing changes.
 */
export const deliverUserUpdateEmailInstructions = contextFunction(
  'Accounts.deliverUserUpdateEmailInstructions',
  async (
    scope: UserScope,
    changedUser: User,
    urlFor: UrlFor,
  ): Promise<Letter> => {
    const token = await createChangeEmailToken(scope, changedUser.email)
    return Notifier.deliverUpdateEmailInstructions(
      scope,
      changedUser,
      urlFor(token),
    )
  },
)

/**
 * The address that a link would give this person, or `null`. Looking does not
 * use the link up. Phoenix has no such function: there, looking is using.
 */
export const getEmailByChangeToken = contextFunction(
  'Accounts.getEmailByChangeToken',
  async (scope: UserScope, token: string): Promise<string | null> =>
    findChangeEmailToken(scope, token),
)

// #region update-user-email
/**
 * Uses the link for a new address up. In Phoenix: `update_user_email/2`.
 *
 * Whatever was bound to the old address ends with it; sessions stay. When
 * anything is in the way, another account with the new address too, nothing
 * has changed. The old address is told.
 */
export const updateUserEmail = contextFunction(
  'Accounts.updateUserEmail',
  async (scope: UserScope, token: string): Promise<EmailUpdated> => {
    const { user } = scope
    const result = await scope.repo.transact(
      async (repo): Promise<EmailUpdated> => {
        const email = await findChangeEmailToken(
          { ...scope, repo },
          token,
        )
        if (email === null) return fail('transaction aborted')
        const changeset = await emailChangeset(
          repo,
          loaded(users, user),
          { email },
        )
        const updated = await repo.update(changeset)
        if (!updated.ok) return fail('transaction aborted')
        await deleteEmailTokens({ repo }, user)
        return updated
      },
    )
    if (result.ok)
      await Notifier.deliverEmailChangedNotice(scope, user.email)
    return result
  },
)
// #endregion update-user-email

/**
 * The form for a new password, checked. Writes nothing. In Phoenix: `change_user_password/3`.
 *
 * `hashPassword: false` leaves the password as typed, for a form that is shown again.
 */
export const changeUserPassword = contextFunction(
  'Accounts.changeUserPassword',
  async (
    { user }: UserScope,
    params: Params = {},
    { hashPassword = true }: { readonly hashPassword?: boolean } = {},
  ): Promise<Changeset<User>> => {
    const changeset = passwordChangeset(loaded(users, user), params)
    return hashPassword ? hashPasswordChange(changeset) : changeset
  },
)

// #region update-user-password
/**
 * Sets a password. In Phoenix: `update_user_password/2`.
 *
 * Whoever has one already shows it, as `current_password`. Every token of the
 * user ends, this session's too: give the browser a new one. The user is told.
 */
export const updateUserPassword = contextFunction(
  'Accounts.updateUserPassword',
  async (
    scope: UserScope,
    params: Params,
  ): Promise<Result<UserAndExpiredTokens, Changeset<User>>> => {
    const chosen = passwordChangeset(loaded(users, scope.user), params)
    const allowed = await validateCurrentPassword(
      chosen,
      scope.user,
      params,
    )
    // Hashing takes its time, so it is done before the transaction opens.
    const changeset = await hashPasswordChange(allowed)
    if (!changeset.valid) return fail(putAction(changeset, 'update'))
    const result = await scope.repo.transact(async (repo) => {
      const updated = await repo.update(changeset, STALE_PASSWORD)
      if (!updated.ok) return updated
      const expiredTokens = await deleteUserTokens({ repo }, scope.user)
      return ok({ user: updated.value, expiredTokens })
    })
    if (result.ok)
      await Notifier.deliverPasswordChangedNotice(
        scope,
        result.value.user,
      )
    return result
  },
)
// #endregion update-user-password

/**
 * Starts a session and returns the token for the cookie. In Phoenix: `generate_user_session_token/1`.
 *
 * `authenticatedAt` says when the person proved who they are, when that was not just now.
 */
export const generateUserSessionToken = contextFunction(
  'Accounts.generateUserSessionToken',
  async (
    scope: Scope,
    user: User,
    authenticatedAt: number = scope.clock.now(),
  ): Promise<string> =>
    Sessions.createSession(scope, user, authenticatedAt),
)

/**
 * A fresh token for somebody who is logged in, or `null` when their session
 * got one already. When they proved who they are stays as it was: coming back
 * is no proof.
 */
export const renewUserSessionToken = contextFunction(
  'Accounts.renewUserSessionToken',
  async (scope: UserScope): Promise<string | null> =>
    Sessions.renewSession(scope),
)

/** Whose session this token is, or `null`. In Phoenix: `get_user_by_session_token/1`. */
export const getUserBySessionToken = contextFunction(
  'Accounts.getUserBySessionToken',
  async (
    scope: Scope,
    token: string,
  ): Promise<Sessions.ValidSession | null> =>
    Sessions.validateSession(scope, token),
)

/**
 * Ends the session that asks, by its token, and returns the rows of the tokens
 * that are gone. Nothing happens when it has ended already. In Phoenix:
 * `delete_user_session_token/1`.
 */
export const deleteUserSessionToken = contextFunction(
  'Accounts.deleteUserSessionToken',
  async (scope: Scope, token: string): Promise<readonly number[]> => {
    // The token that this one followed on must not outlive the log-out.
    const ended =
      isUserScope(scope) && UserSessions.mayHaveMoreTokens(scope)
        ? await UserSessions.endSession(scope, scope.sessionId)
        : null
    await Sessions.deleteSession(scope, token)
    if (ended) return ended.tokens
    return isUserScope(scope) && scope.sessionId !== null
      ? [scope.sessionId]
      : []
  },
)

/** The sessions that are open for this person, newest first. */
export const listUserSessions = contextFunction(
  'Accounts.listUserSessions',
  async (
    scope: UserScope,
  ): Promise<readonly UserSessions.UserSession[]> =>
    UserSessions.listSessions(scope),
)

/** Ends one of this person's sessions. Another person's is not found. */
export const deleteUserSession = contextFunction(
  'Accounts.deleteUserSession',
  async (
    scope: UserScope,
    id: number,
  ): Promise<Result<UserSessions.EndedSession, 'not found'>> =>
    foundOr(await UserSessions.endSession(scope, id)),
)

/** Ends every session of this person but the one that asks, and says how many. */
export const deleteOtherUserSessions = contextFunction(
  'Accounts.deleteOtherUserSessions',
  async (scope: UserScope): Promise<UserSessions.EndedSessions> =>
    UserSessions.endOtherSessions(scope),
)

/** Ends every session of this person, the one that asks too, and says how many. */
export const deleteAllUserSessions = contextFunction(
  'Accounts.deleteAllUserSessions',
  async (scope: UserScope): Promise<UserSessions.EndedSessions> =>
    UserSessions.endAllSessions(scope),
)

/**
 * Makes a token for a program that acts for this person. Show it now: only its
 * hash is kept. In Phoenix: `create_user_api_token/1`.
 */
export const createUserApiToken = contextFunction(
  'Accounts.createUserApiToken',
  async (scope: UserScope): Promise<ApiTokens.NewApiToken> =>
    ApiTokens.createApiToken(scope),
)

/** This person's API tokens, newest first, each by how it begins. */
export const listUserApiTokens = contextFunction(
  'Accounts.listUserApiTokens',
  async (
    scope: UserScope,
  ): Promise<readonly ApiTokens.UserApiToken[]> =>
    ApiTokens.listApiTokens(scope),
)

/** Revokes one of this person's API tokens. Another person's is not found. */
export const deleteUserApiToken = contextFunction(
  'Accounts.deleteUserApiToken',
  async (
    scope: UserScope,
    id: number,
  ): Promise<Result<ApiTokens.UserApiToken, 'not found'>> =>
    foundOr(await ApiTokens.deleteApiToken(scope, id)),
)

/** The user whose program holds this token. In Phoenix: `fetch_user_by_api_token/1`. */
export const fetchUserByApiToken = contextFunction(
  'Accounts.fetchUserByApiToken',
  async (
    scope: Scope,
    token: string,
  ): Promise<Result<User, 'not found'>> =>
    foundOr(await ApiTokens.findUserByApiToken(scope, token)),
)

/** Whether the person proved who they are within the last `minutes`. In Phoenix: `sudo_mode?/2`. */
export function inSudoMode(
  { authenticatedAt, clock }: UserScope,
  minutes = 20,
): boolean {
  return authenticatedAt > clock.now() - minutes * MINUTE
}

const foundOr = <Value>(
  value: Value | null,
): Result<Value, 'not found'> =>
  value === null ? fail('not found') : ok(value)
