/**
 * The seven methods that Lucia calls, in words of our own. Lucia reads the
 * machine's clock; every time here is shifted by how far the scope's clock
 * is ahead of it.
 */
import { DAY } from '#lib/duration.ts'
import { secret, type Secret } from '#lib/secret.ts'
import { MissingTableError } from '#repo/database-error.ts'
import { preparedQuery, type Blanks } from '#repo/prepared-query.ts'
import { secretParameter } from '#repo/secret-parameter.ts'
import { grantedIn, NOTHING_GRANTED, type Granted } from './granted.ts'
import { SESSION_DAYS } from './lifetimes.ts'
import type { Surroundings } from './surroundings.ts'
import { users, type User } from './user.ts'

export interface SessionAttributes {
  authenticated_at: number
  row_id?: number
}

export interface UserAttributes {
  row: User
  granted: Granted
}

interface StoredSession {
  readonly id: string
  readonly userId: number
  /** By the machine's clock. */
  readonly expiresAt: Date
  readonly attributes: SessionAttributes
}

interface StoredUser {
  readonly id: number
  readonly attributes: UserAttributes
}

/** The columns of a token that say how long its session lives. */
interface TokenRow {
  readonly id: number
  readonly inserted_at: number
  readonly authenticated_at: number | null
}

type SecretToken = Secret<Uint8Array>

const sessionAlone = preparedQuery(sessionByToken)

// Roles and flags come along: every page asks for them.
const sessionWithGrants = preparedQuery((db, given: Blanks<ByToken>) =>
  sessionByToken(db, given)
    .leftJoin('user_roles', 'user_roles.user_id', 'users.id')
    .leftJoin('feature_flags', 'feature_flags.user_id', 'users.id')
    .select(['user_roles.role', 'feature_flags.name as flag']),
)

interface ByToken {
  readonly token: SecretToken
}

function sessionByToken(db: Surroundings['repo']['db'], { token }: Blanks<ByToken>) {
  return db
    .selectFrom('users_tokens')
    .innerJoin('users', 'users.id', 'users_tokens.user_id')
    .selectAll('users')
    .select(['users_tokens.id as token_id', 'users_tokens.inserted_at as token_inserted_at'])
    .select('authenticated_at')
    .where('users_tokens.context', '=', 'session')
    .where('users_tokens.token', '=', token)
}

export class SessionAdapter {
  readonly #repo: Surroundings['repo']
  readonly #clock: Surroundings['clock']

  constructor({ repo, clock }: Surroundings) {
    this.#repo = repo
    this.#clock = clock
  }

  async getSessionAndUser(
    sessionId: string,
  ): Promise<[session: StoredSession, user: StoredUser] | [null, null]> {
    const found = await this.#lookUp(secret(bytesOf(sessionId)))
    if (!found) return [null, null]

    const { row, granted } = found
    const user = this.#repo.load(users, row)
    const { token_id: id, token_inserted_at: inserted_at, authenticated_at } = row
    const session = this.#session(sessionId, user.id, { id, inserted_at, authenticated_at })
    return [session, { id: user.id, attributes: { row: user, granted } }]
  }

  async #lookUp(token: SecretToken) {
    try {
      const rows = await sessionWithGrants(this.#repo, { token })
      return rows[0] && { row: rows[0], granted: grantedIn(rows) }
    } catch (error) {
      if (!(error instanceof MissingTableError)) throw error
      // While the migration of roles is down nobody has any; everybody can still log in.
      const [row] = await sessionAlone(this.#repo, { token })
      return row && { row, granted: NOTHING_GRANTED }
    }
  }

  async getUserSessions(userId: number): Promise<StoredSession[]> {
    const rows = await this.#repo.db
      .selectFrom('users_tokens')
      .selectAll()
      .where('context', '=', 'session')
      .where('user_id', '=', userId)
      .execute()
    return rows.map((row) => this.#session(Buffer.from(row.token).toString('hex'), userId, row))
  }

  async setSession({ id, userId, attributes }: StoredSession): Promise<void> {
    await this.#repo.db
      .insertInto('users_tokens')
      .values({
        user_id: userId,
        token: secret(bytesOf(id)),
        context: 'session',
        authenticated_at: attributes.authenticated_at,
        inserted_at: this.#clock.now(),
      })
      .execute()
  }

  // A token lives fourteen days from its making, as in Phoenix; a longer stay takes a new token.
  async updateSessionExpiration(_sessionId: string, _expiresAt: Date): Promise<void> {}

  async deleteSession(sessionId: string): Promise<void> {
    await this.#deletion.where('token', '=', secretParameter(bytesOf(sessionId))).execute()
  }

  async deleteUserSessions(userId: number): Promise<void> {
    await this.#deletion.where('user_id', '=', userId).execute()
  }

  async deleteExpiredSessions(): Promise<void> {
    const oldest = this.#clock.now() - SESSION_DAYS * DAY
    await this.#deletion.where('inserted_at', '<=', oldest).execute()
  }

  get #deletion() {
    return this.#repo.db.deleteFrom('users_tokens').where('context', '=', 'session')
  }

  #session(id: string, userId: number, row: TokenRow): StoredSession {
    const authenticated_at = row.authenticated_at ?? row.inserted_at
    return {
      ...{ id, userId, expiresAt: this.#expiryOf(row) },
      attributes: { row_id: row.id, authenticated_at },
    }
  }

  // Asked anew each time: the machine's clock, by which Lucia goes, goes on while a query runs.
  #expiryOf({ inserted_at }: TokenRow): Date {
    const ahead = this.#clock.now() - Date.now()
    return new Date(inserted_at + SESSION_DAYS * DAY - ahead)
  }
}

const bytesOf = (sessionId: string) => new Uint8Array(Buffer.from(sessionId, 'hex'))
