import {
  cast,
  checkConstraint,
  pipe,
  type Base,
  type Changeset,
  type Params,
} from 'glasshouse/changeset'
import type { Score } from 'glasshouse/given'

/** A score from a file: no rule looks at it, the table does. */
export function importedScore(
  score: Base<Score>,
  params: Params,
): Changeset<Score> {
  return pipe(
    cast(score, params, ['points', 'guesses']),
    checkConstraint('points', { name: 'points_check' }),
    checkConstraint('guesses', {
      name: 'scores_guesses_check',
    }),
  )
}
