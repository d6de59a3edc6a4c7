/** A page whose route has no guard. */
import type { Scope } from '#app/accounts/scope.ts'
import { Scores } from '#app/scores/scores.ts'
import { userScopeOf } from '#app/web/user-scope.ts'
import { counted } from '#lib/counted.ts'
import { ok } from '#lib/result.ts'
import type { Twins } from '#course/twin.ts'

// #region unguarded
async function scoresPage(locals: {
  readonly scope: Scope
}) {
  const scope = userScopeOf(locals)
  return Scores.listScores(scope)
}
// #endregion unguarded

export const twins: Twins = {
  unguarded: {
    title: 'Your scores, without a guard',
    note: 'This page is as it should be. Nobody put a guard before its route.',
    fields: [],
    button: 'Show my scores',
    needs: 'nobody',
    run: async (scope) => {
      const { length } = await scoresPage({ scope })
      return ok(`You have ${counted(length, 'score')}.`)
    },
  },
}
