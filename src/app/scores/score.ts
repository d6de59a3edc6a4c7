import { cast, type Params } from '#changeset/cast.ts'
import {
  putChange,
  type Changeset,
} from '#changeset/changeset.ts'
import {
  checkConstraint,
  foreignKeyConstraint,
} from '#changeset/constraints.ts'
import {
  defineSchema,
  type Base,
} from '#changeset/schema.ts'
import { validateLength } from '#changeset/validate-length.ts'
import { validateNumber } from '#changeset/validate-number.ts'
import { validateRequired } from '#changeset/validations.ts'
import { pipe } from '#lib/pipe.ts'
import { step } from '#changeset/changeset-step.ts'
import type { UserScope } from '#app/accounts/scope.ts'

// #region score
/** A row of `scores`. */
export interface Score {
  readonly id: number
  readonly user_id: number
  /** `null`: it is the user's alone. */
  readonly organization_id: number | null
  readonly points: number
  readonly guesses: number
  readonly comment: string | null
  readonly inserted_at: number
  readonly updated_at: number
}

/** How a score is cast, shown and stored. */
export const scores = defineSchema<Score>({
  source: 'scores',
  name: 'Score',
  fields: {
    id: { type: 'id', primaryKey: true },
    user_id: 'id',
    organization_id: 'id',
    points: 'integer',
    guesses: 'integer',
    comment: 'string',
  },
  timestamps: 'integer',
  owner: {
    user: 'user_id',
    organization: 'organization_id',
  },
})
// #endregion score

// #region score-changeset
/**
 * A score as its form sends it. Whose it is comes from the scope: a form
 * can say anything, and `cast` takes only what is listed here.
 * In Phoenix: `changeset/3`.
 *
 * @example
 * const form = { points: 7, guesses: 4, user_id: 99 }
 * const made = scoreChangeset(build(scores), form, ana)
 * made.changes.user_id
 * // => ana.user.id
 */
// #region score-cast
export function scoreChangeset(
  score: Base<Score>,
  params: Params,
  scope: UserScope,
): Changeset<Score> {
  return pipe(
    cast(score, params, ['points', 'guesses', 'comment']),
    // #endregion score-cast
    // #region score-rules
    validateRequired(['points', 'guesses']),
    validateNumber('points', {
      greaterThanOrEqualTo: 0,
      lessThanOrEqualTo: 10,
    }),
    validateNumber('guesses', {
      greaterThanOrEqualTo: 1,
      lessThanOrEqualTo: 1000,
    }),
    validateLength('comment', { max: 200 }),
    // #endregion score-rules
    // #region score-owner
    putOwner(scope),
    // #endregion score-owner
    checkConstraint('points', {
      name: 'scores_points_check',
    }),
    checkConstraint('guesses', {
      name: 'scores_guesses_check',
    }),
    foreignKeyConstraint('user_id'),
    foreignKeyConstraint('organization_id'),
  )
}

/** Stamps the score with the scope it is written in: a new one, and each change of an old one. */
function putOwner({ user, organization }: UserScope) {
  const info = {
    tag: 'changeset.owner',
    fields: ['user_id', 'organization_id'],
  }
  return step(
    'putOwner',
    info,
    (changeset: Changeset<Score>) => {
      const owned = putChange(
        changeset,
        'user_id',
        user.id,
      )
      return putChange(
        owned,
        'organization_id',
        organization?.id ?? null,
      )
    },
  )
}
// #endregion score-changeset
