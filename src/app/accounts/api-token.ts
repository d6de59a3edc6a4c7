/**
 * Tokens for programs that act for a user. They live for a year and are held
 * by a machine, so a list of them and a way to revoke each come with them. In
 * Phoenix: the guide on API authentication.
 */
import { DAY } from '#lib/duration.ts'
import { Refusal } from '#lib/refusal.ts'
import { secret } from '#lib/secret.ts'
import { secretParameter } from '#repo/secret-parameter.ts'
import { untraced } from '#trace/trace.ts'
import { apiTokenPrefix, generateApiToken, hashApiToken } from './credentials.ts'
import type { UserScope } from './scope.ts'
import type { Surroundings } from './surroundings.ts'
import { users, type User } from './user.ts'

export const API_TOKEN_DAYS = 365
const MOST_TOKENS = 20
const CONTEXT = 'api-token'

export interface UserApiToken {
  readonly id: number
  /** The first 8 characters of the token. */
  readonly prefix: string
  readonly inserted_at: number
}

/** A token that has just been made: the only time that it can be shown. */
export interface NewApiToken extends UserApiToken {
  readonly token: string
}

interface ApiTokenRow {
  readonly id: number
  readonly token: Uint8Array
  readonly inserted_at: number
}

/** Throws a `Refusal` (409) for one more than a user may have. */
export async function createApiToken(scope: UserScope): Promise<NewApiToken> {
  const { repo, clock, user } = scope
  const { token, hash } = await generateApiToken()
  const row = await repo.transact(async (tx) => {
    const { length } = await untraced(() => listApiTokens({ ...scope, repo: tx }))
    if (length >= MOST_TOKENS)
      throw new Refusal(409, `You have ${length} API tokens. Revoke one you no longer use.`)
    return tx.db
      .insertInto('users_tokens')
      .values({
        user_id: user.id,
        token: secret(hash),
        context: CONTEXT,
        sent_to: user.email,
        inserted_at: clock.now(),
      })
      .returning(['id', 'inserted_at'])
      .executeTakeFirstOrThrow()
  })
  return { ...listed({ ...row, token: hash }), token }
}

/** Those that would let a program in now, newest first. */
export async function listApiTokens({
  repo,
  clock,
  user,
}: UserScope): Promise<readonly UserApiToken[]> {
  const rows = await repo.db
    .selectFrom('users_tokens')
    .select(['id', 'token', 'inserted_at'])
    .where('user_id', '=', user.id)
    .where('context', '=', CONTEXT)
    .where('sent_to', '=', user.email)
    .where('inserted_at', '>', clock.now() - API_TOKEN_DAYS * DAY)
    .orderBy('inserted_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.map(listed)
}

export async function deleteApiToken(
  { repo, user }: UserScope,
  id: number,
): Promise<UserApiToken | null> {
  if (!Number.isSafeInteger(id)) return null
  const row = await repo.db
    .deleteFrom('users_tokens')
    .where('id', '=', id)
    .where('user_id', '=', user.id)
    .where('context', '=', CONTEXT)
    .returning(['id', 'token', 'inserted_at'])
    .executeTakeFirst()
  return row ? listed(row) : null
}

// #region find-by-api-token
/** The user whose program holds this token, or `null`: it ends after a year, and with the address it was made for. */
export async function findUserByApiToken(
  { repo, clock }: Surroundings,
  token: string,
): Promise<User | null> {
  const hash = await hashApiToken(token)
  if (!hash) return null

  const row = await repo.db
    .selectFrom('users_tokens')
    .innerJoin('users', 'users.id', 'users_tokens.user_id')
    .selectAll('users')
    .where('users_tokens.context', '=', CONTEXT)
    .where('users_tokens.token', '=', secretParameter(hash))
    .where('users_tokens.inserted_at', '>', clock.now() - API_TOKEN_DAYS * DAY)
    .whereRef('users_tokens.sent_to', '=', 'users.email')
    .executeTakeFirst()
  return row ? repo.load(users, row) : null
}
// #endregion find-by-api-token

const listed = ({ id, token, inserted_at }: ApiTokenRow): UserApiToken => ({
  id,
  prefix: apiTokenPrefix(token),
  inserted_at,
})
