/** Two ways to revoke a token that do not ask whose it is. */
import type { Scope } from '#accounts/scope.ts'
import { fail, ok } from '#lib/result.ts'
import { contextFunction } from '#trace/context-function.ts'
import { rowId } from '#web/params.ts'
import type { Twins } from '#web/twin.ts'

// #region by-id
const revokeById = contextFunction(
  'Twin.revokeById',
  async ({ repo }: Scope, id: number) =>
    repo.db
      .deleteFrom('users_tokens')
      .where('id', '=', id)
      .where('context', '=', 'api-token')
      .returning(['id', 'sent_to'])
      .executeTakeFirst(),
)
// #endregion by-id

// #region by-user-id
const revokeByUserId = contextFunction(
  'Twin.revokeByUserId',
  async ({ repo }: Scope, userId: number, id: number) =>
    repo.db
      .deleteFrom('users_tokens')
      .where('id', '=', id)
      .where('user_id', '=', userId)
      .where('context', '=', 'api-token')
      .returning(['id', 'sent_to'])
      .executeTakeFirst(),
)
// #endregion by-user-id

type Revoked = Awaited<ReturnType<typeof revokeById>>
const inWords = (token: Revoked) =>
  token
    ? ok(`Token ${token.id} of ${token.sent_to} is gone.`)
    : fail('not found' as const)

const id = { name: 'id', label: 'Number of the token' }
const userId = { name: 'user_id', label: 'Number of its user' }

export const twins: Twins = {
  'revoke-by-id': {
    title: 'Revoke a token, whoever asks',
    note: 'This twin takes the number of a token, and does not look at the scope.',
    fields: [id],
    button: 'Revoke',
    needs: 'user',
    run: async (scope, params) =>
      inWords(await revokeById(scope, rowId(params['id']) ?? 0)),
  },
  'revoke-by-user-id': {
    title: 'Revoke a token of a user',
    note: 'This twin is told by the form whose token it is.',
    fields: [id, userId],
    button: 'Revoke',
    needs: 'user',
    run: async (scope, params) =>
      inWords(
        await revokeByUserId(
          scope,
          rowId(params['user_id']) ?? 0,
          rowId(params['id']) ?? 0,
        ),
      ),
  },
}
