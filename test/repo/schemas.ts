import { cast } from '#changeset/cast.ts'
import type { Changeset } from '#changeset/changeset.ts'
import { checkConstraint, foreignKeyConstraint, uniqueConstraint } from '#changeset/constraints.ts'
import { build, defineSchema } from '#changeset/schema.ts'
import { pipe } from '#lib/pipe.ts'
import { validateFormat } from '#changeset/validations.ts'

export interface User {
  readonly id: number
  readonly email: string
  readonly password: string | null
  readonly hashed_password: string | null
  readonly confirmed_at: number | null
  readonly inserted_at: number
  readonly updated_at: number
}

export const users = defineSchema<User>({
  source: 'users',
  name: 'User',
  fields: {
    id: { type: 'id', primaryKey: true },
    email: 'string',
    password: { type: 'string', virtual: true, redact: true },
    hashed_password: { type: 'string', redact: true },
    confirmed_at: 'integer',
  },
  associations: { tokens: { kind: 'hasMany', related: 'users_tokens', relatedKey: 'user_id' } },
  timestamps: 'integer',
})

export interface UserToken {
  readonly id: number
  readonly user_id: number
  readonly token: Uint8Array
  readonly context: string
  readonly inserted_at: number
}

export const usersTokens = defineSchema<UserToken>({
  source: 'users_tokens',
  name: 'UserToken',
  fields: {
    id: { type: 'id', primaryKey: true },
    user_id: 'id',
    token: { type: 'binary', redact: true },
    context: 'string',
    inserted_at: 'integer',
  },
})

/** A changeset as a registration makes it: checked, and with its constraints declared. */
export function registration(email: string): Changeset<User> {
  return pipe(
    cast(build(users), { email }, ['email']),
    validateFormat('email', /@/, { message: 'must have the @ sign' }),
    uniqueConstraint('email'),
    checkConstraint('email', { name: 'users_email_check', message: 'has no name before the @' }),
  )
}

export function tokenFor(userId: number): Changeset<UserToken> {
  const token = { user_id: userId, token: new Uint8Array(32), context: 'login', inserted_at: 0 }
  return pipe(cast(build(usersTokens, token), {}, []), foreignKeyConstraint('user_id'))
}
