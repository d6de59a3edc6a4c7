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
  const score = await scope.repo.get(scores, id)
  if (!score) return fail('not found')
  await scope.repo.delete(change(loaded(scores, score)))
  const isOwn = score.user_id === scope.user.id
  return isOwn ? ok(score) : fail('not found')
}
