/** Two ways to read scores that do not ask the scope whose they are. */
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

// #region since
async function listScoresSince(
  { repo }: Scope,
  points: number,
) {
  return repo.db
    .selectFrom('scores')
    .selectAll()
    .where('points', '>=', points)
    .execute()
}
// #endregion since

const Twin = context('Twin', {
  getScore,
  listScoresSince,
})

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
  'scores-since': {
    title: 'The best of your scores',
    note: 'This twin lists scores of so many points and more.',
    fields: [{ name: 'points', label: 'Points' }],
    button: 'Count them',
    needs: 'user',
    // It does not know that it leaks: whoever wrote it did not, either.
    run: async (scope, params) => {
      const { length } = await Twin.listScoresSince(
        scope,
        rowId(params['points']) ?? 0,
      )
      return ok(`You have ${counted(length, 'score')}.`)
    },
  },
}
