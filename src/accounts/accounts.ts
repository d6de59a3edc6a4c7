/**
 * Everything the site can do with a person's account. Pages, plugs and the
 * console call these functions, and nothing behind them.
 */
import type { Params } from '#lib/changeset/cast.ts'
import { change, type Changeset } from '#lib/changeset/changeset.ts'
import { build, loaded } from '#lib/changeset/schema.ts'
import { Refusal } from '#lib/refusal.ts'
import { fail, ok, type Result } from '#lib/result.ts'
import { contextFunction } from '#trace/context-function.ts'
import { untraced } from '#trace/trace.ts'
import { verifyPassword } from './credentials.ts'
import * as Notifier from './notifier.ts'
import type { Scope, UserScope } from './scope.ts'
import * as Sessions from './session-store.ts'
import { createMagicLinkToken, findMagicLinkToken } from './user-token.ts'
import { emailChangeset, users, type User } from './user.ts'

const MINUTE = 60 * 1000
/** A sandbox is for trying things out, not for keeping people. */
const MOST_USERS = 50

/** Makes the address of a magic link from its token. */
type UrlFor = (token: string) => string

// #region register-user
/**
 * Registers a user. In Phoenix: `register_user/1`.
 *
 * An e-mail is enough: the first magic link confirms it, and there is no
 * password yet. The error is the changeset, with what is wrong on its fields.
 */
export const registerUser = contextFunction(
  'Accounts.registerUser',
  async (scope: Scope, params: Params): Promise<Result<User, Changeset<User>>> => {
    await refuseTooManyUsers(scope)
    const changeset = await emailChangeset(scope.repo, build(users), params)
    return scope.repo.insert(changeset)
  },
)
// #endregion register-user

/** A changeset for the registration form. Writes nothing. In Phoenix: `change_user_email/3`. */
export function changeUserRegistration(): Changeset<User> {
  return change(build(users))
}

/** The user with this address, whatever its case, or `null`. In Phoenix: `get_user_by_email/1`. */
export const getUserByEmail = contextFunction(
  'Accounts.getUserByEmail',
  async ({ repo }: Scope, email: string): Promise<User | null> => repo.getBy(users, { email }),
)

/**
 * The user with this address and password, or `null`. In Phoenix: `get_user_by_email_and_password/2`.
 *
 * It does not say which of the two was wrong. Nor does the time it takes: with
 * no account to check against, it does the work of a check all the same.
 */
export const getUserByEmailAndPassword = contextFunction(
  'Accounts.getUserByEmailAndPassword',
  async ({ repo }: Scope, email: string, password: string): Promise<User | null> => {
    const user = await repo.getBy(users, { email })
    const verified = await verifyPassword(user?.hashed_password ?? null, password)
    return verified ? user : null
  },
)

/** Mails a magic link to the user's own address. In Phoenix: `deliver_login_instructions/2`. */
export const deliverLoginInstructions = contextFunction(
  'Accounts.deliverLoginInstructions',
  async (scope: Scope, user: User, urlFor: UrlFor): Promise<void> => {
    const token = await createMagicLinkToken(scope, user)
    await Notifier.deliverLoginInstructions(scope, user, urlFor(token))
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
 * The first link of a user also confirms the address, and ends every other
 * token: whoever registered it before may not have been its owner. The error
 * says that there is no such link, or no longer.
 */
export const loginUserByMagicLink = contextFunction(
  'Accounts.loginUserByMagicLink',
  async ({ repo, clock, mailbox }: Scope, token: string): Promise<Result<User, 'not found'>> =>
    repo.transact(async (tx) => {
      const found = await findMagicLinkToken({ repo: tx, clock, mailbox }, token)
      if (!found) return fail('not found')
      const { user } = found
      if (user.confirmed_at !== null) {
        await tx.db.deleteFrom('users_tokens').where('id', '=', found.id).execute()
        return ok(user)
      }
      if (user.hashed_password !== null) {
        throw new Error(
          'magic link log in is not allowed for unconfirmed users with a password set!',
        )
      }
      const confirmed = change(loaded(users, user), { confirmed_at: clock.now() })
      await tx.db.deleteFrom('users_tokens').where('user_id', '=', user.id).execute()
      return ok(await tx.updateOrThrow(confirmed))
    }),
)
// #endregion login-user-by-magic-link

/** Starts a session and returns the token for the cookie. In Phoenix: `generate_user_session_token/1`. */
export const generateUserSessionToken = contextFunction(
  'Accounts.generateUserSessionToken',
  async (scope: Scope, user: User): Promise<string> =>
    Sessions.createSession(scope, user, scope.clock.now()),
)

/**
 * A fresh token for somebody who is logged in with `token`. When they proved
 * who they are stays as it was: coming back is no proof. Tabs that come back
 * with the same token get the same fresh one.
 */
export const renewUserSessionToken = contextFunction(
  'Accounts.renewUserSessionToken',
  async (scope: UserScope, token: string): Promise<string> => Sessions.renewSession(scope, token),
)

/** Whose session this token is, or `null`. In Phoenix: `get_user_by_session_token/1`. */
export const getUserBySessionToken = contextFunction(
  'Accounts.getUserBySessionToken',
  async (scope: Scope, token: string): Promise<Sessions.ValidSession | null> =>
    Sessions.validateSession(scope, token),
)

/** Ends one session. Nothing happens when it has ended already. In Phoenix: `delete_user_session_token/1`. */
export const deleteUserSessionToken = contextFunction(
  'Accounts.deleteUserSessionToken',
  async (scope: Scope, token: string): Promise<void> => Sessions.deleteSession(scope, token),
)

/** Whether the person proved who they are within the last `minutes`. In Phoenix: `sudo_mode?/2`. */
export function inSudoMode({ authenticatedAt, clock }: UserScope, minutes = 20): boolean {
  return authenticatedAt > clock.now() - minutes * MINUTE
}

async function refuseTooManyUsers({ repo }: Scope): Promise<void> {
  // The house's own question, so it is no part of what the reader watches.
  const { count } = await untraced(() =>
    repo.db
      .selectFrom('users')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow(),
  )
  if (count >= MOST_USERS) {
    throw new Refusal(409, `A sandbox holds ${MOST_USERS} users. Reset yours to register more.`)
  }
}
