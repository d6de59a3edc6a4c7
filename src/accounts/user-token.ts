/**
 * What a person holds to prove something, and what the house keeps of it. In
 * Phoenix: `UserToken`. Sessions have their own file, session-store.ts.
 */
import { secret } from '#lib/secret.ts'
import { secretParameter } from '#repo/secret-parameter.ts'
import { generateToken, hashToken } from './credentials.ts'
import type { Surroundings } from './scope.ts'
import type { User } from './user.ts'

export const MAGIC_LINK_MINUTES = 15
const MINUTE = 60 * 1000

export interface MagicLinkToken {
  readonly id: number
  readonly user: User
}

/** Keeps a `login` token and returns what goes into the mail. In Phoenix: `build_email_token/2`. */
export async function createMagicLinkToken(
  { repo, clock }: Surroundings,
  user: User,
): Promise<string> {
  const token = generateToken()
  const hash = await hashToken(token)
  await repo.db
    .insertInto('users_tokens')
    .values({
      user_id: user.id,
      token: secret(hash ?? new Uint8Array()),
      context: 'login',
      sent_to: user.email,
      inserted_at: clock.now(),
    })
    .execute()
  return token
}

// #region verify-magic-link
/**
 * The token's row and its user, or `null`: for text that is no token, for one
 * that is used up or too old, and for one sent to an address that the user
 * has since given up. In Phoenix: `verify_magic_link_token_query/1`.
 */
export async function findMagicLinkToken(
  { repo, clock }: Surroundings,
  token: string,
): Promise<MagicLinkToken | null> {
  const hash = await hashToken(token)
  if (!hash) return null

  const row = await repo.db
    .selectFrom('users_tokens')
    .innerJoin('users', 'users.id', 'users_tokens.user_id')
    .selectAll('users')
    .select('users_tokens.id as token_id')
    .where('users_tokens.context', '=', 'login')
    .where('users_tokens.token', '=', secretParameter(hash))
    .where('users_tokens.inserted_at', '>', clock.now() - MAGIC_LINK_MINUTES * MINUTE)
    .whereRef('users_tokens.sent_to', '=', 'users.email')
    .executeTakeFirst()
  if (!row) return null
  const { token_id, ...user } = row
  return { id: token_id, user }
}
// #endregion verify-magic-link
