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
  const { repo } = scope as UserScope
  const score = await repo.get(scores, id)
  if (!score) return fail('not found')
  const changeset = pipe(
    cast(loaded(scores, score), params, [
      'comment',
      'user_id',
    ]),
    validateLength('comment', { max: 200 }),
  )
  const written = await repo.update(changeset)
  const isOwn = score.user_id === params['user_id']
  return isOwn ? written : fail('not found')
}
