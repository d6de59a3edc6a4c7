import type { Score, UserScope } from 'glasshouse/given'
import { scores } from './score.ts'

/** The scores of this scope, the newest first. */
export async function listScores(
  scope: UserScope,
): Promise<readonly Score[]> {
  return scope.repo.all(scores)
}
