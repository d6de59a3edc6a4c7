/**
 * Everything the site can do with a person's account. Pages,
 * plugs and the console call these functions, and nothing
 * behind them. In Phoenix: `MyApp.Accounts`.
 */
import type { Params } from '#changeset/cast.ts'
import { change } from '#changeset/changeset.ts'
import { build } from '#changeset/schema.ts'
import { fail, ok } from '#lib/result.ts'
import { context } from '#trace/context.ts'
import { apiTokens } from './api-tokens.ts'
import * as Notifier from './notifier.ts'
import {
  hashPasswordChange,
  isPasswordOf,
  passwordChangeset,
} from './password.ts'
import type { Scope } from './scope.ts'
import { sessions } from './sessions.ts'
import { settings } from './settings.ts'
import {
  createMagicLinkToken,
  deleteUserTokens,
  findMagicLinkToken,
  takeToken,
  type UrlFor,
} from './user-token.ts'
import {
  confirmChangeset,
  emailChangeset,
  users,
  type User,
} from './user.ts'

/** The one door to accounts. What it takes from beside it has a file of its own. */
export const Accounts = Object.freeze({
  ...context(
    'Accounts',
    {
      registerUser,
      registerUserWithPassword,
      checkUserRegistration,
      fetchUserOrThrow,
      getUserByEmail,
      getUserByEmailAndPassword,
      deliverLoginInstructions,
      getUserByMagicLinkToken,
      loginUserByMagicLink,
    },
    { changeUserRegistration },
  ),
  ...settings,
  ...sessions,
  ...apiTokens,
})

// #region register-user
/**
 * Registers a user. In Phoenix: `register_user/1`.
 *
 * An e-mail is enough: the first magic link confirms it,
 * and there is no password yet. The error is the
 * changeset, with what is wrong on its fields.
 *
 * @example
 * const eva = { email: 'eva@example.com' }
 * const { value } = await Accounts.registerUser(scope, eva)
 * value.email
 * // => 'eva@example.com'
 */
async function registerUser(
  scope: Scope,
  params: Params,
) {
  const { repo } = scope
  return repo.insert(
    await emailChangeset(repo, build(users), params),
  )
}
// #endregion register-user

// #region register-user-with-password
/**
 * Registers a user who chooses a password at once, as
 * Phoenix 1.7 did.
 *
 * Nobody has shown yet that the address is theirs, so whoever
 * registers it may know the password of its owner.
 * `loginUserByMagicLink` is the guard: keep it if you register
 * everybody so.
 *
 * @example
 * const password = 'a boat in the garden'
 * const eva = { email: 'eva@example.com', password }
 * const result = await Accounts.registerUserWithPassword(scope, eva)
 * result.ok
 * // => true
 */
async function registerUserWithPassword(
  { repo }: Scope,
  params: Params,
) {
  const changeset = passwordChangeset(
    await emailChangeset(repo, build(users), params),
    params,
  )
  return repo.insert(await hashPasswordChange(changeset))
}
// #endregion register-user-with-password

/**
 * A changeset for the registration form. It writes nothing.
 * Phoenix uses `change_user_email/3` for it.
 *
 * @example
 * Accounts.changeUserRegistration().errors
 * // => []
 */
function changeUserRegistration() {
  return change(build(users))
}

// #region check-user-registration
/**
 * The form for registering, checked while somebody types.
 *
 * No database is asked whether the address is taken, nothing
 * is hashed and nothing written.
 *
 * @example
 * const typed = { email: ana.user.email }
 * const changeset = await Accounts.checkUserRegistration(scope, typed)
 * changeset.valid
 * // => true
 */
async function checkUserRegistration(
  { repo }: Scope,
  params: Params,
  {
    withPassword = false,
  }: { readonly withPassword?: boolean } = {},
) {
  const user = build(users)
  const changeset = await emailChangeset(
    repo,
    user,
    params,
    { validateUnique: false },
  )
  return withPassword
    ? passwordChangeset(changeset, params)
    : changeset
}
// #endregion check-user-registration

/**
 * The user with this id. In Phoenix: `get_user!/1`.
 *
 * Not to find them is a bug, and throws a `NoResultsError`.
 *
 * @example
 * const user = await Accounts.fetchUserOrThrow(scope, ana.user.id)
 * user.email
 * // => 'ana@example.com'
 */
async function fetchUserOrThrow(
  { repo }: Scope,
  id: number,
) {
  return repo.fetchOrThrow(users, id)
}

/**
 * The user with this address, whatever its case, or `null`.
 * In Phoenix: `get_user_by_email/1`.
 *
 * @example
 * const user = await Accounts.getUserByEmail(scope, 'Ana@Example.com')
 * user.id
 * // => ana.user.id
 */
async function getUserByEmail(
  { repo }: Scope,
  email: string,
) {
  // Half a surrogate pair is in no address, and cannot be asked for.
  return email.isWellFormed()
    ? repo.getBy(users, { email })
    : null
}

/**
 * The user with this address and password, or `null`. In
 * Phoenix: `get_user_by_email_and_password/2`.
 *
 * It does not say which of the two was wrong. Nor does the
 * time it takes: with no account to check against, it does
 * the work of a check all the same. It does not ask whether
 * the address is confirmed either: where only confirmed users
 * may log in, this is the place to say so.
 *
 * @example
 * const email = 'ana@example.com'
 * await Accounts.getUserByEmailAndPassword(scope, email, 'a guess')
 * // => null
 */
async function getUserByEmailAndPassword(
  { repo }: Scope,
  email: string,
  password: string,
) {
  const user = email.isWellFormed()
    ? await repo.getBy(users, { email })
    : null
  return (await isPasswordOf(user, password))
    ? user
    : null
}

/**
 * Mails a magic link to the user's own address. In Phoenix:
 * `deliver_login_instructions/2`.
 *
 * @example
 * const urlFor = (token) => `https://example.com/${token}`
 * const mail = await Accounts.deliverLoginInstructions(scope, ana.user, urlFor)
 * mail.subject
 * // => 'Log in instructions'
 */
async function deliverLoginInstructions(
  scope: Scope,
  user: User,
  urlFor: UrlFor,
) {
  const token = await createMagicLinkToken(scope, user)
  return Notifier.deliverLoginInstructions(
    scope,
    user,
    urlFor(token),
  )
}

/**
 * Whom a magic link would log in, or `null`. In Phoenix:
 * `get_user_by_magic_link_token/1`.
 *
 * Looking does not use the link up.
 *
 * @example
 * const token = await magicLinkToken(ana.user)
 * const user = await Accounts.getUserByMagicLinkToken(scope, token)
 * user.email
 * // => 'ana@example.com'
 */
async function getUserByMagicLinkToken(
  scope: Scope,
  token: string,
) {
  return (
    (await findMagicLinkToken(scope, token))?.user ?? null
  )
}

// #region login-user-by-magic-link
/**
 * Uses a magic link up.
 * In Phoenix: `login_user_by_magic_link/1`.
 *
 * The first link of a user also confirms the address, and
 * ends every other token and the password: whoever
 * registered it before may not have been its owner. The
 * error says that there is no such link, or no longer.
 *
 * @example
 * const token = await magicLinkToken(ana.user)
 * const first = await Accounts.loginUserByMagicLink(scope, token)
 * first.value.user.email
 * // => 'ana@example.com'
 * await Accounts.loginUserByMagicLink(scope, token)
 * // => { ok: false, error: 'not found' }
 */
async function loginUserByMagicLink(
  scope: Scope,
  token: string,
) {
  return scope.repo.transact(async (repo) => {
    // #region take-link
    const found = await findMagicLinkToken(
      { ...scope, repo },
      token,
    )
    // Of those who press at once, the one who deletes the
    // row gets in.
    const used =
      found && (await takeToken({ repo }, found.id))
    if (!used) return fail('not found')
    const { user } = found
    if (user.confirmed_at !== null)
      return ok({ user, expiredTokens: [] })
    // #endregion take-link

    const confirmed = confirmChangeset(
      user,
      scope.clock.now(),
    )
    const others = await deleteUserTokens({ repo }, user)
    return ok({
      user: await repo.updateOrThrow(confirmed),
      expiredTokens: [used, ...others],
    })
  })
}
// #endregion login-user-by-magic-link
