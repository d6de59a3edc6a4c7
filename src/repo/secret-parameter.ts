import { sql, type Expression } from 'kysely'
import { secret } from '#lib/secret.ts'

/**
 * A value for a query that must not be seen: the trace shows `**redacted**`
 * in its place.
 *
 * @example
 * repo.db.selectFrom('users_tokens').where('token', '=', secretParameter(hash))
 */
export function secretParameter<Value>(value: Value): Expression<Value> {
  return sql<Value>`${secret(value)}`
}
