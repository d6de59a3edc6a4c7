import {
  change,
  fail,
  loaded,
  ok,
  type Result,
} from 'glasshouse/changeset'
import type { Score, UserScope } from 'glasshouse/given'
import { scores } from './score.ts'

/** Deletes a score of this scope, and of no other. */
export async function deleteScore(
  scope: UserScope,
  id: number,
): Promise<Result<Score, 'not found'>> {
  const score = await scope.repo.getBy(scores, {
    id,
    user_id: scope.user.id,
  })
  if (!score) return fail('not found')
  await scope.repo.delete(change(loaded(scores, score)))
  return ok(score)
}
