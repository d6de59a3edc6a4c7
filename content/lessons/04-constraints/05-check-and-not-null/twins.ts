/** A script that brings old scores, and a registration: each goes straight to its table. */
import type {
  Scope,
  UserScope,
} from '#app/accounts/scope.ts'
import { scores } from '#app/scores/score.ts'
import { cast, type Params } from '#changeset/cast.ts'
import { putChange } from '#changeset/changeset.ts'
import { checkConstraint } from '#changeset/constraints.ts'
import { build, defineSchema } from '#changeset/schema.ts'
import { pipe } from '#lib/pipe.ts'
import { ok } from '#lib/result.ts'
import { context } from '#trace/context.ts'
import { nested } from '#http/params.ts'
import type { Twins } from '#course/twin.ts'

interface Account {
  readonly id: number
  readonly email: string
  readonly inserted_at: number
  readonly updated_at: number
}

const accounts = defineSchema<Account>({
  source: 'users',
  name: 'User',
  fields: {
    id: { type: 'id', primaryKey: true },
    email: 'string',
  },
  timestamps: 'integer',
})

function importScore(
  { repo, user }: UserScope,
  params: Params,
) {
  const row = cast(build(scores), params, [
    'points',
    'guesses',
  ])
  return repo.insert(putChange(row, 'user_id', user.id))
}

function importScoreWithWords(
  { repo, user }: UserScope,
  params: Params,
) {
  const row = cast(build(scores), params, [
    'points',
    'guesses',
  ])
  // #region with-words
  return repo.insert(
    pipe(
      putChange(row, 'user_id', user.id),
      checkConstraint('points', {
        name: 'scores_points_check',
      }),
    ),
  )
  // #endregion with-words
}

function registerStraightIn(
  { repo }: Scope,
  params: Params,
) {
  const row = cast(build(accounts), params, ['email'])
  return repo.insert(row)
}

const Twin = context('Twin', {
  importScore,
  importScoreWithWords,
  registerStraightIn,
})

type Import = typeof Twin.importScore

const importWith =
  (bring: Import) =>
  async (scope: UserScope, params: Params) => {
    const sent = nested(params, 'score')
    const written = await bring(scope, sent)
    if (!written.ok) return written
    const { id, points } = written.value
    return ok(`Score ${id} has ${points} points.`)
  }

const ofScore = {
  fields: [
    { name: 'score[points]', label: 'Points' },
    { name: 'score[guesses]', label: 'Guesses' },
  ],
  button: 'Bring it in',
  needs: 'user',
} as const

export const twins: Twins = {
  'import-score': {
    ...ofScore,
    title: 'Bring an old score in',
    note: 'This script asks no rule about a score, and has no words for a refusal.',
    run: importWith(Twin.importScore),
  },
  'import-score-with-words': {
    ...ofScore,
    title: 'Bring an old score in, with words',
    note: 'This script asks no rule about a score. It names the check of its points.',
    run: importWith(Twin.importScoreWithWords),
  },
  'register-straight-in': {
    title: 'Register, straight in',
    note: 'This twin casts the address, and hands it to the table. No rule looks at it.',
    fields: [{ name: 'user[email]', label: 'Email' }],
    button: 'Create an account',
    needs: 'nobody',
    run: async (scope, params) => {
      const written = await Twin.registerStraightIn(
        scope,
        nested(params, 'user'),
      )
      if (!written.ok) return written
      const { id, email } = written.value
      return ok(`Row ${id} is ${email}.`)
    },
  },
}
