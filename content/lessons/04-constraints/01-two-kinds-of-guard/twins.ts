/** A way to write a score that asks no rule about it. */
import type { UserScope } from '#app/accounts/scope.ts'
import { scores } from '#app/scores/score.ts'
import { cast, type Params } from '#changeset/cast.ts'
import { putChange } from '#changeset/changeset.ts'
import { build } from '#changeset/schema.ts'
import { ok } from '#lib/result.ts'
import { context } from '#trace/context.ts'
import { nested } from '#http/params.ts'
import type { Twins } from '#course/twin.ts'

// #region straight-in
const FIELDS = ['points', 'guesses', 'comment'] as const

async function insertScore(
  { repo, user }: UserScope,
  params: Params,
) {
  const form = cast(build(scores), params, FIELDS)
  const own = putChange(form, 'user_id', user.id)
  return repo.insert(own)
}
// #endregion straight-in

const Twin = context('Twin', { insertScore })

export const twins: Twins = {
  'score-straight-in': {
    title: 'A score, straight in',
    note: 'This twin casts what you send, and hands it to the table. No rule looks at it.',
    fields: [
      { name: 'score[points]', label: 'Points' },
      { name: 'score[guesses]', label: 'Guesses' },
      { name: 'score[comment]', label: 'Comment' },
    ],
    button: 'Write it',
    needs: 'user',
    run: async (scope, params) => {
      const written = await Twin.insertScore(
        scope,
        nested(params, 'score'),
      )
      if (!written.ok) return written
      const { id, points } = written.value
      return ok(`Score ${id} has ${points} points.`)
    },
  },
}
