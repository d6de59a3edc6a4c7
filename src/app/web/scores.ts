/** Scores as pages and live views show them: those of a user, or of an organization. Whose is in the scope. */
import { Organizations, type Member } from '#app/organizations/organizations.ts'
import { isOrganizationScope, type Scope, type UserScope } from '#app/accounts/scope.ts'
import type { Changeset } from '#changeset/changeset.ts'
import type { ScoreFormView, ScoreListView, ScoreView } from '#app/web/scores/score-view.ts'
import type { Score } from '#app/scores/score.ts'
import { formErrors, formValue } from '#http/changeset-errors.ts'

/** Where the scores of a scope stand. */
export function scoresPath({ organization }: Pick<Scope, 'organization'>): string {
  return organization ? `/organizations/${organization.slug}/scores` : '/scores'
}

/** What `ScoreList` draws. `authors` are the members, where the scores are those of an organization. */
export function scoreListView(
  scope: UserScope,
  scores: readonly Score[],
  authors: readonly Member[] = [],
): ScoreListView {
  const addresses = new Map(authors.map(({ user_id: id, email }) => [id, email]))
  return {
    path: scoresPath(scope),
    now: scope.clock.now(),
    scores: scores.map((score) => scoreView(scope, score, addresses)),
  }
}

function scoreView(
  scope: UserScope,
  { id, user_id: author, points, guesses, comment, inserted_at }: Score,
  addresses: ReadonlyMap<number, string>,
): ScoreView {
  const isOwn = author === scope.user.id
  const by = isOwn ? null : (addresses.get(author) ?? nobodyOf(scope))
  return { id, points, guesses, comment, inserted_at, by }
}

/** An author who is not among the members. Outside of an organization there are none to be among. */
const nobodyOf = (scope: UserScope) =>
  isOrganizationScope(scope) ? 'somebody who has left' : 'somebody else'

/** The members whose scores may be seen in this scope. */
export async function authorsOf(scope: UserScope): Promise<readonly Member[]> {
  return isOrganizationScope(scope) ? Organizations.listMembers(scope) : []
}

/** What `ScoreForm` draws. */
export function scoreFormView(scope: Scope, changeset: Changeset<Score> | null): ScoreFormView {
  const value = (field: string) => (changeset ? formValue(changeset, field) : '')
  return {
    id: changeset?.data.id ?? null,
    path: scoresPath(scope),
    points: value('points'),
    guesses: value('guesses'),
    comment: value('comment'),
    errors: changeset ? formErrors(changeset) : [],
  }
}
