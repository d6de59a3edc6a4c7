/**
 * What the pages of scores have in common. They stand at two places: those of
 * a user, and those of an organization. Which ones are meant is in the scope.
 */
import type { APIContext } from 'astro'
import * as Organizations from '#app/organizations/organizations.ts'
import { isOrganizationScope, type Scope, type UserScope } from '#app/accounts/scope.ts'
import type { Changeset } from '#changeset/changeset.ts'
import type { ScoreFormView, ScoreListView, ScoreView } from '#app/web/scores/score-view.ts'
import type { Score } from '#app/scores/score.ts'
import * as Scores from '#app/scores/scores.ts'
import { formErrors, formValue } from '#http/changeset-errors.ts'
import { nested, rowId } from '#http/params.ts'
import type { Said } from '#http/flash.ts'
import { messages } from './messages.ts'
import { redirect } from '#http/reply.ts'
import { isAction, methodOf } from '#http/requests.ts'
import { userScopeOf } from './user-scope.ts'

type Context = Pick<APIContext, 'locals' | 'request' | 'cookies' | 'params'>

/** Where the scores of a scope stand. */
export function scoresPath({ organization }: Pick<Scope, 'organization'>): string {
  return organization ? `/organizations/${organization.slug}/scores` : '/scores'
}

/** What `ScoreList` draws. `authors` are the members, where the scores are those of an organization. */
export function scoreListView(
  scope: UserScope,
  scores: readonly Score[],
  authors: readonly Organizations.Member[] = [],
): ScoreListView {
  const addresses = new Map(authors.map(({ user_id: id, email }) => [id, email]))
  return {
    path: scoresPath(scope),
    now: scope.clock.now(),
    scores: scores.map((score) => scoreView(scope, score, addresses)),
  }
}

function scoreView(
  { user }: UserScope,
  { id, user_id: author, points, guesses, comment, inserted_at }: Score,
  addresses: ReadonlyMap<number, string>,
): ScoreView {
  const by = author === user.id ? null : (addresses.get(author) ?? 'somebody who has left')
  return { id, points, guesses, comment, inserted_at, by }
}

/** The members whose scores may be seen in this scope. */
export async function authorsOf(scope: UserScope): Promise<readonly Organizations.Member[]> {
  return isOrganizationScope(scope) ? Organizations.listMembers(scope) : []
}

// #region create-score
/** A new score: the way to it once it is saved, and else the form. One that nobody has sent has nothing to check. */
export async function newPage(context: Context): Promise<Response | Changeset<Score> | null> {
  const scope = userScopeOf(context.locals)
  if (!isAction(context)) return null
  const result = await Scores.createScore(scope, nested(context.locals.params, 'score'))
  if (!result.ok) return result.error
  return toScore(context, scope, result.value, messages.score_created())
}
// #endregion create-score

/** One score, and its form when it is the reader's to change. */
export interface ScorePage {
  readonly score: ScoreView
  readonly changeset: Changeset<Score> | null
  /** The form was sent, and refused. */
  readonly refused: boolean
}

// #region one-score
/** One score, shown, changed or deleted. */
export async function scorePage(context: Context): Promise<Response | ScorePage> {
  const scope = userScopeOf(context.locals)
  // What is no number is the number of no score.
  const score = await Scores.getScoreOrThrow(scope, rowId(context.params['id']) ?? 0)
  const method = methodOf(context)
  if (method === 'DELETE') {
    await Scores.deleteScore(scope, score)
    return redirect(context, scoresPath(scope), messages.score_deleted())
  }
  if (method !== 'PUT') return shown(scope, score, score.user_id === scope.user.id)

  const result = await Scores.updateScore(scope, score, nested(context.locals.params, 'score'))
  if (result.ok) return toScore(context, scope, result.value, messages.score_updated())
  return shown(scope, score, result.error)
}
// #endregion one-score

async function shown(
  scope: UserScope,
  score: Score,
  form: boolean | Changeset<Score>,
): Promise<ScorePage> {
  const [view] = scoreListView(scope, [score], await authorsOf(scope)).scores
  if (!view) throw new Error('shown: expected a view of one score, got none.')
  if (typeof form !== 'boolean') return { score: view, changeset: form, refused: true }
  const changeset = form ? await Scores.changeScore(scope, score) : null
  return { score: view, changeset, refused: false }
}

function toScore(context: Context, scope: UserScope, score: Score, message: Said): Response {
  return redirect(context, `${scoresPath(scope)}/${score.id}`, message, { score: { ...score } })
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
