import {
  applyChanges,
  cast,
  change,
  forceChange,
  loaded,
  pipe,
  validateLength,
  type Changeset,
  type Params,
  type Result,
} from 'glasshouse/changeset'
import {
  scores,
  type Score,
  type UserScope,
} from 'glasshouse/given'

/** Saves what has changed in a score since it was read. */
export async function saveDraft(
  scope: UserScope,
  score: Score,
  params: Params,
): Promise<Result<Score, Changeset<Score>>> {
  const draft = pipe(
    cast(loaded(scores, score), params, [
      'points',
      'comment',
    ]),
    validateLength('comment', { max: 200 }),
  )
  const { comment } = applyChanges(draft)
  const row = change(loaded(scores, score))
  return scope.repo.update(
    forceChange(row, 'comment', comment),
  )
}
