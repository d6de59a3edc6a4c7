import {
  cast,
  fail,
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

type Refused = Changeset<Score> | 'not found' | 'log in'

/** Writes a comment on a score of one’s own. */
export async function updateComment(
  scope: UserScope | null,
  id: number,
  params: Params,
): Promise<Result<Score, Refused>> {
  if (!scope) return fail('log in')
  const own = await scope.repo.getBy(scores, {
    id,
    user_id: scope.user.id,
  })
  if (!own) return fail('not found')
  const changeset = pipe(
    cast(loaded(scores, own), params, ['comment']),
    validateLength('comment', { max: 200 }),
  )
  return scope.repo.update(changeset)
}
