/**
 * The part of Accounts for programs that act for a user. Their tokens live for
 * a year and are held by a machine, so a list of them and a way to revoke each
 * come with them. In Phoenix: the guide on API authentication.
 */
import { DAY } from '#lib/duration.ts'
import { Refusal } from '#lib/refusal.ts'
import { fail, ok } from '#lib/result.ts'
import { secret } from '#lib/secret.ts'
import { secretParameter } from '#repo/secret-parameter.ts'
import { context } from '#trace/context.ts'
import { untraced } from '#trace/trace.ts'
import { apiTokenPrefix, generateApiToken, hashApiToken } from './credentials.ts'
import { API_TOKEN_DAYS } from './lifetimes.ts'
import type { Scope, UserScope } from './scope.ts'
import { users } from './user.ts'

const MOST_TOKENS = 20
const CONTEXT = 'api-token'

export const apiTokens = context('Accounts', {
  createUserApiToken,
  listUserApiTokens,
  deleteUserApiToken,
  fetchUserByApiToken,
})

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

/**
 * Makes a token for a program that acts for this person. In Phoenix:
 * `create_user_api_token/1`.
 *
 * Show it now: only its hash is kept. Throws a `Refusal` (409) for one more
 * than a user may have.
 *
 * @example
 * const made = await Accounts.createUserApiToken(ana)
 * made.token.startsWith(made.prefix)
 * // => true
 */
async function createUserApiToken(scope: UserScope): Promise<NewApiToken> {
  const { repo, clock, user } = scope
  const { token, hash } = generateApiToken()
  const row = await repo.transact(async (tx) => {
    const { length } = await untraced(() => validTokens({ ...scope, repo: tx }))
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

/**
 * This person's API tokens, newest first, each by how it begins. Those are
 * left out that would let nobody in any more.
 *
 * @example
 * const made = await Accounts.createUserApiToken(ana)
 * const tokens = await Accounts.listUserApiTokens(ana)
 * tokens.map(({ prefix }) => prefix)
 * // => [made.prefix]
 */
async function listUserApiTokens(scope: UserScope): Promise<readonly UserApiToken[]> {
  return (await validTokens(scope)).map(listed)
}

async function validTokens({ repo, clock, user }: UserScope): Promise<readonly ApiTokenRow[]> {
  return repo.db
    .selectFrom('users_tokens')
    .select(['id', 'token', 'inserted_at'])
    .where('user_id', '=', user.id)
    .where('context', '=', CONTEXT)
    .where('sent_to', '=', user.email)
    .where('inserted_at', '>', clock.now() - API_TOKEN_DAYS * DAY)
    .orderBy('inserted_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
}

/**
 * Revokes one of this person's API tokens. Another person's is not found.
 *
 * @example
 * const made = await Accounts.createUserApiToken(ana)
 * const revoked = await Accounts.deleteUserApiToken(ana, made.id)
 * revoked.value.prefix
 * // => made.prefix
 */
async function deleteUserApiToken({ repo, user }: UserScope, id: number) {
  if (!Number.isSafeInteger(id)) return fail('not found')
  const row = await repo.db
    .deleteFrom('users_tokens')
    .where('id', '=', id)
    .where('user_id', '=', user.id)
    .where('context', '=', CONTEXT)
    .returning(['id', 'token', 'inserted_at'])
    .executeTakeFirst()
  return row ? ok(listed(row)) : fail('not found')
}

// #region fetch-user-by-api-token
/**
 * The user whose program holds this token. In Phoenix:
 * `fetch_user_by_api_token/1`.
 *
 * It ends after a year, and with the address that it was made for.
 *
 * @example
 * const { token } = await Accounts.createUserApiToken(ana)
 * const found = await Accounts.fetchUserByApiToken(scope, token)
 * found.value.email
 * // => 'ana@example.com'
 */
async function fetchUserByApiToken({ repo, clock }: Scope, token: string) {
  const hash = hashApiToken(token)
  if (!hash) return fail('not found')

  const row = await repo.db
    .selectFrom('users_tokens')
    .innerJoin('users', 'users.id', 'users_tokens.user_id')
    .selectAll('users')
    .where('users_tokens.context', '=', CONTEXT)
    .where('users_tokens.token', '=', secretParameter(hash))
    .where('users_tokens.inserted_at', '>', clock.now() - API_TOKEN_DAYS * DAY)
    .whereRef('users_tokens.sent_to', '=', 'users.email')
    .executeTakeFirst()
  return row ? ok(repo.load(users, row)) : fail('not found')
}
// #endregion fetch-user-by-api-token

const listed = ({ id, token, inserted_at }: ApiTokenRow): UserApiToken => ({
  id,
  prefix: apiTokenPrefix(token),
  inserted_at,
})
