/** Three ways to find out who asks, or not to, that leave the scope aside. */
import { Accounts } from '#app/accounts/accounts.ts'
import type { Scope } from '#app/accounts/scope.ts'
import { counted } from '#lib/counted.ts'
import { fail, ok } from '#lib/result.ts'
import { context } from '#trace/context.ts'
import { rowId } from '#http/params.ts'
import type { Twins } from '#course/twin.ts'

// #region by-id
async function getScore({ repo }: Scope, id: number) {
  return repo.db
    .selectFrom('scores')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
}
// #endregion by-id

// #region of-user
async function listScoresOf(
  { repo }: Scope,
  userId: number,
) {
  return repo.db
    .selectFrom('scores')
    .selectAll()
    .where('user_id', '=', userId)
    .execute()
}
// #endregion of-user

const Twin = context('Twin', { getScore, listScoresOf })

export const twins: Twins = {
  'score-by-id': {
    title: 'A score, whoever asks',
    note: 'This twin takes the number of a score, and does not look at the scope.',
    fields: [
      { name: 'id', label: 'Number of the score' },
    ],
    button: 'Show it',
    needs: 'user',
    run: async (scope, params) => {
      const score = await Twin.getScore(
        scope,
        rowId(params['id']) ?? 0,
      )
      if (!score) return fail('not found')
      const { id, user_id, points } = score
      if (user_id === scope.user.id)
        return ok(
          `Score ${id} is yours: ${points} points.`,
        )
      const leaked = `Score ${id} is user ${user_id}’s: ${points} points. Nobody objected.`
      return ok({ leaked })
    },
  },
  'scores-of-user': {
    title: 'The scores of a user',
    note: 'This twin is told by the form whose scores are wanted.',
    fields: [
      { name: 'user_id', label: 'Number of the user' },
    ],
    button: 'Show them',
    needs: 'user',
    run: async (scope, params) => {
      const userId = rowId(params['user_id']) ?? 0
      const { length } = await Twin.listScoresOf(
        scope,
        userId,
      )
      const found = counted(length, 'score')
      if (userId === scope.user.id)
        return ok(`You have ${found}.`)
      const leaked = `User ${userId} has ${found}. Nobody objected.`
      return ok({ leaked })
    },
  },
  'who-by-hand': {
    title: 'Who asks, by hand',
    note: 'This twin looks the session up by itself.',
    fields: [],
    button: 'Say who',
    needs: 'nobody',
    run: async (scope, _params, { token }) => {
      const session =
        token === null
          ? null
          : await Accounts.getUserBySessionToken(
              scope,
              token,
            )
      return ok(
        `It is ${session?.user.email ?? 'nobody'}.`,
      )
    },
  },
}
