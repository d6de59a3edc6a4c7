import type { Score, UserScope } from 'glasshouse/given'
import { scores } from './score.ts'

/** The scores of this scope, the newest first. */
export async function listScores(
  scope: UserScope,
): Promise<readonly Score[]> {
  const own = await scope.repo.all(scores, {
    user_id: scope.user.id,
  })
  return own.toSorted((a, b) => b.id - a.id)
}
