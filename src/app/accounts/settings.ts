/**
 * The part of Accounts behind the settings: another address,
 * another password. In Phoenix: the section "Settings" of
 * `MyApp.Accounts`.
 */
import type { Params } from '#changeset/cast.ts'
import { putAction } from '#changeset/changeset.ts'
import { loaded } from '#changeset/schema.ts'
import { fail, ok } from '#lib/result.ts'
import { context } from '#trace/context.ts'
import * as Notifier from './notifier.ts'
import {
  hashPasswordChange,
  passwordChangeset,
  STALE_PASSWORD,
  validateCurrentPassword,
} from './password.ts'
import type { UserScope } from './scope.ts'
import {
  createChangeEmailToken,
  deleteEmailTokens,
  deleteUserTokens,
  findChangeEmailToken,
  type UrlFor,
} from './user-token.ts'
import {
  emailChangeset,
  users,
  type EmailOptions,
  type User,
} from './user.ts'

export const settings = context('Accounts', {
  changeUserEmail,
  deliverUserUpdateEmailInstructions,
  getEmailByChangeToken,
  updateUserEmail,
  changeUserPassword,
  updateUserPassword,
})

/**
 * The form for a new address, checked. In Phoenix:
 * `change_user_email/3`.
 *
 * It writes nothing. Without `validateUnique` it asks nothing
 * either.
 *
 * @example
 * const changeset = await Accounts.changeUserEmail(ana, { email: 'ana' })
 * changeset.errors[0].message
 * // => 'must have the @ sign and no spaces'
 */
async function changeUserEmail(
  { repo, user }: UserScope,
  params: Params = {},
  options: EmailOptions = {},
) {
  return emailChangeset(
    repo,
    loaded(users, user),
    params,
    options,
  )
}

/**
 * Mails a link to the address that `changedUser` carries: the
 * person as they would be. In Phoenix:
 * `deliver_user_update_email_instructions/3`.
 *
 * Until the link is used, nothing changes.
 *
 * @example
 * const changed = { ...ana.user, email: 'new@example.com' }
 * const mail = await Accounts.deliverUserUpdateEmailInstructions(
 *   ana, changed, (token) => `https://example.com/${token}`)
 * mail.to
 * // => 'new@example.com'
 */
async function deliverUserUpdateEmailInstructions(
  scope: UserScope,
  changedUser: User,
  urlFor: UrlFor,
) {
  const token = await createChangeEmailToken(
    scope,
    changedUser.email,
  )
  return Notifier.deliverUpdateEmailInstructions(
    scope,
    changedUser,
    urlFor(token),
  )
}

/**
 * The address that a link would give this person, or `null`.
 *
 * Looking does not use the link up. Phoenix has no such
 * function: there, looking is using.
 *
 * @example
 * const token = await changeEmailToken(ana, 'new@example.com')
 * await Accounts.getEmailByChangeToken(ana, token)
 * // => 'new@example.com'
 */
async function getEmailByChangeToken(
  scope: UserScope,
  token: string,
) {
  return findChangeEmailToken(scope, token)
}

// #region update-user-email
/**
 * Uses the link for a new address up. In Phoenix:
 * `update_user_email/2`.
 *
 * Whatever was bound to the old address ends with it;
 * sessions stay. When anything is in the way, another account
 * with the new address too, nothing has changed. The old
 * address is told.
 *
 * @example
 * const token = await changeEmailToken(ana, 'new@example.com')
 * const result = await Accounts.updateUserEmail(ana, token)
 * result.value.email
 * // => 'new@example.com'
 * await Accounts.updateUserEmail(ana, token)
 * // => { ok: false, error: 'transaction aborted' }
 */
async function updateUserEmail(
  scope: UserScope,
  token: string,
) {
  const { user } = scope
  const result = await scope.repo.transact(
    async (repo) => {
      const email = await findChangeEmailToken(
        { ...scope, repo },
        token,
      )
      if (email === null)
        return fail('transaction aborted')
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
    await Notifier.deliverEmailChangedNotice(
      scope,
      user.email,
    )
  return result
}
// #endregion update-user-email

/**
 * The form for a new password, checked. In Phoenix:
 * `change_user_password/3`.
 *
 * It writes nothing. `hashPassword: false` leaves the
 * password as typed, for a form that is shown again.
 *
 * @example
 * const typed = { password: 'short' }
 * const changeset = await Accounts.changeUserPassword(ana, typed)
 * changeset.valid
 * // => false
 */
async function changeUserPassword(
  { user }: UserScope,
  params: Params = {},
  {
    hashPassword = true,
  }: { readonly hashPassword?: boolean } = {},
) {
  const changeset = passwordChangeset(
    loaded(users, user),
    params,
  )
  return hashPassword
    ? hashPasswordChange(changeset)
    : changeset
}

// #region update-user-password
/**
 * Sets a password. In Phoenix: `update_user_password/2`.
 *
 * Whoever has one already shows it, as `current_password`.
 * Every token of the user ends, this session's too: give the
 * browser a new one. The user is told.
 *
 * @example
 * const typed = { password: 'a boat in the garden' }
 * const result = await Accounts.updateUserPassword(ana, typed)
 * result.ok
 * // => true
 */
async function updateUserPassword(
  scope: UserScope,
  params: Params,
) {
  const chosen = passwordChangeset(
    loaded(users, scope.user),
    params,
  )
  const allowed = await validateCurrentPassword(
    chosen,
    scope.user,
    params,
  )
  // Hashing takes its time: before the transaction opens.
  const changeset = await hashPasswordChange(allowed)
  if (!changeset.valid)
    return fail(putAction(changeset, 'update'))
  const result = await scope.repo.transact(
    async (repo) => {
      const updated = await repo.update(
        changeset,
        STALE_PASSWORD,
      )
      if (!updated.ok) return updated
      const { value: user } = updated
      const expiredTokens = await deleteUserTokens(
        { repo },
        user,
      )
      return ok({ user, expiredTokens })
    },
  )
  if (result.ok)
    await Notifier.deliverPasswordChangedNotice(
      scope,
      result.value.user,
    )
  return result
}
// #endregion update-user-password
