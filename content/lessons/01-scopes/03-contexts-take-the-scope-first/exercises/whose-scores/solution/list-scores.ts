import type { Score, UserScope } from 'glasshouse/given'

/** The scores of this scope, the newest first. */
export function listScores(
  scope: UserScope,
  rows: readonly Score[],
): readonly Score[] {
  return rows
    .filter(
      (row) =>
        row.user_id === scope.user.id &&
        row.organization_id === null,
    )
    .toSorted((a, b) => b.id - a.id)
}
