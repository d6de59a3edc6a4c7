/**
 * What a person holds to prove something, and what the house keeps of it. In
 * Phoenix: `UserToken`. Sessions have their own file, session-store.ts.
 */
import { DAY, MINUTE } from '#lib/duration.ts'
import { secret } from '#lib/secret.ts'
import { secretParameter } from '#repo/secret-parameter.ts'
import {
  generateToken,
  hashToken,
} from './credentials.ts'
import {
  CHANGE_EMAIL_DAYS,
  MAGIC_LINK_MINUTES,
} from './lifetimes.ts'
import type { UserScope } from './scope.ts'
import type { Surroundings } from './surroundings.ts'
import { users, type User } from './user.ts'

/** Makes the address of a mailed link from its token. */
export type UrlFor = (token: string) => string

/** What remains of a token whose row is gone: whoever held it is to be told. */
export interface ExpiredToken {
  readonly id: number
  readonly context: string
}

export interface MagicLinkToken {
  readonly id: number
  readonly user: User
}

type Database = Pick<Surroundings, 'repo' | 'clock'>

/** Keeps a `login` token and returns what goes into the mail. In Phoenix: `build_email_token/2`. */
export function createMagicLinkToken(
  scope: Surroundings,
  user: User,
): Promise<string> {
  return createEmailToken(
    scope,
    user,
    'login',
    user.email,
  )
}

/**
 * Keeps a token for a new address. Its context names the address it is to
 * replace, so that it is worth nothing once that one has been replaced. In
 * Phoenix: `build_email_token/2`.
 */
export function createChangeEmailToken(
  { user, ...scope }: UserScope,
  newEmail: string,
): Promise<string> {
  return createEmailToken(
    scope,
    user,
    changeContext(user),
    newEmail,
  )
}

const changeContext = ({ email }: User) =>
  `change:${email}`

async function createEmailToken(
  scope: Surroundings,
  { id }: User,
  context: string,
  sentTo: string,
): Promise<string> {
  const token = generateToken()
  const hash = hashToken(token)
  await scope.repo.db
    .insertInto('users_tokens')
    .values({
      user_id: id,
      token: secret(hash ?? new Uint8Array()),
      context,
      sent_to: sentTo,
      inserted_at: scope.clock.now(),
    })
    .execute()
  return token
}

// #region verify-magic-link
/**
 * The token's row and its user, or `null`: for text that
 * is no token, for one that is used up or too old, and
 * for one sent to an address that they have since left.
 * In Phoenix: `verify_magic_link_token_query/1`.
 */
export async function findMagicLinkToken(
  { repo, clock }: Database,
  token: string,
): Promise<MagicLinkToken | null> {
  const hash = hashToken(token)
  if (!hash) return null

  const hashed = secretParameter(hash)
  // #region magic-link-too-old
  const tooOld = clock.now() - MAGIC_LINK_MINUTES * MINUTE
  // #endregion magic-link-too-old
  const row = await repo.db
    .selectFrom('users_tokens')
    .innerJoin(
      'users',
      'users.id',
      'users_tokens.user_id',
    )
    .selectAll('users')
    .select('users_tokens.id as token_id')
    // #region magic-link-where
    .where('users_tokens.context', '=', 'login')
    .where('users_tokens.token', '=', hashed)
    .where('users_tokens.inserted_at', '>', tooOld)
    .whereRef('users_tokens.sent_to', '=', 'users.email')
    // #endregion magic-link-where
    .executeTakeFirst()
  return row
    ? { id: row.token_id, user: repo.load(users, row) }
    : null
}
// #endregion verify-magic-link

// #region verify-change-email
/**
 * The new address that a token stands for, or `null`: for text that is no
 * token, for one that is used up or too old, for another person's, and for
 * one that was to replace another address than the user has now. In Phoenix:
 * `verify_change_email_token_query/2`.
 */
export async function findChangeEmailToken(
  { repo, clock, user }: UserScope,
  token: string,
): Promise<string | null> {
  const hash = hashToken(token)
  if (!hash) return null

  const tooOld = clock.now() - CHANGE_EMAIL_DAYS * DAY
  const row = await repo.db
    .selectFrom('users_tokens')
    .select('sent_to')
    .where('user_id', '=', user.id)
    .where('context', '=', changeContext(user))
    .where('token', '=', secretParameter(hash))
    .where('inserted_at', '>', tooOld)
    .executeTakeFirst()
  return row?.sent_to ?? null
}
// #endregion verify-change-email

/** Uses a token up, and returns it. Of those who try at once, one gets it; the others get `null`. */
export async function takeToken(
  { repo }: Pick<Database, 'repo'>,
  id: number,
): Promise<ExpiredToken | null> {
  const taken = await repo.db
    .deleteFrom('users_tokens')
    .where('id', '=', id)
    .returning(['id', 'context'])
    .executeTakeFirst()
  return taken ?? null
}

/** Ends everything that a user's tokens are good for: sessions, links, API tokens. */
export async function deleteUserTokens(
  { repo }: Pick<Database, 'repo'>,
  { id }: User,
): Promise<readonly ExpiredToken[]> {
  return repo.db
    .deleteFrom('users_tokens')
    .where('user_id', '=', id)
    .returning(['id', 'context'])
    .execute()
}

/** Ends what was bound to an address: links, changes asked for, API tokens. Sessions stay. */
export async function deleteEmailTokens(
  { repo }: Pick<Database, 'repo'>,
  { id }: User,
): Promise<void> {
  await repo.db
    .deleteFrom('users_tokens')
    .where('user_id', '=', id)
    .where('context', '!=', 'session')
    .execute()
}
