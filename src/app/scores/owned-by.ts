/**
 * Which scores a scope may see, and which it may change. Each is a step with
 * one tag, so that the filter can be left out to see what leaks.
 */
import type {
  Scope,
  UserScope,
} from '#app/accounts/scope.ts'
import { Refusal } from '#lib/refusal.ts'
import { step, type Step } from '#trace/step.ts'
import type { Score } from './score.ts'

const TAG = 'scope.ownedBy'

export const allScores = ({ repo }: Scope) =>
  repo.db.selectFrom('scores').selectAll()

type ScoresQuery = ReturnType<typeof allScores>

// #region owned-by
/**
 * Narrows a query to what belongs to the scope: the organization's scores
 * within one, and else those that are the user's alone.
 */
export function ownedBy({
  user,
  organization,
}: UserScope): Step<ScoresQuery> {
  const owner = organization
    ? { organization_id: organization.id }
    : { user_id: user.id, organization_id: null }
  const info = {
    tag: TAG,
    fields: Object.keys(owner),
    options: owner,
  }
  return step('ownedBy', info, (query: ScoresQuery) =>
    organization
      ? query.where(
          'organization_id',
          '=',
          organization.id,
        )
      : query
          .where('user_id', '=', user.id)
          .where('organization_id', 'is', null),
  )
}

/**
 * Lets a score through if the user made it, in this scope. Members see each
 * other's scores; only who made one may change it. In Phoenix the match
 * `true = score.user_id == scope.user.id`.
 */
export function madeBy(scope: UserScope): Step<Score> {
  const info = {
    tag: TAG,
    fields: ['user_id', 'organization_id'],
    options: { user_id: scope.user.id },
  }
  return step('madeBy', info, (score: Score) => {
    const { user, organization } = scope
    const isOwn =
      score.user_id === user.id &&
      score.organization_id === (organization?.id ?? null)
    if (isOwn) return score
    throw noSuchScore()
  })
}
// #endregion owned-by

/** The same answer for another's score as for one that never was. */
export const noSuchScore = () =>
  new Refusal(
    404,
    'You have no such score. It may be deleted already.',
  )
