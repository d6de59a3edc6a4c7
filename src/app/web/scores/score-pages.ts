/**
 * The pages of scores. They stand at two places: those of a user, and those of
 * an organization. Each settles its answer, and returns it where there is
 * nothing to draw. In Phoenix: `ScoreLive.Index`, `Form` and `Show`.
 */
import type { Scope, UserScope } from '#app/accounts/scope.ts'
import type { Score } from '#app/scores/score.ts'
import { Scores } from '#app/scores/scores.ts'
import type { Changeset } from '#changeset/changeset.ts'
import type { Said } from '#http/messages.ts'
import { nested, rowId } from '#http/params.ts'
import { answer, redirect } from '#http/reply.ts'
import { allow, isAction, methodOf } from '#http/requests.ts'
import type { AppPage } from '../context.ts'
import { seeLive } from '../live/live-page.ts'
import { messages } from '../messages.ts'
import { organizationScopeOf } from '../organization.ts'
import { authorsOf, scoreFormView, scoreListView, scoresPath } from '../scores.ts'
import { userScopeOf } from '../user-scope.ts'
import type { ScoreFormView, ScoreListView, ScoreView } from './score-view.ts'

interface Titled {
  readonly title: string
  /** Whose scores they are; `null` for one's own. */
  readonly organization: Scope['organization']
}

/** What `ScoreIndex` draws. */
export interface ScoreIndexPage extends Titled {
  readonly list: ScoreListView
}

/** The scores of a scope, as their live view shows them. */
export async function indexPage(context: AppPage): Promise<Response | ScoreIndexPage> {
  allow(context, ['GET'])
  const { organization } = scopeOf(context)
  const sight = await seeLive(context)
  if (sight instanceof Response) return sight
  if (sight.shown.name !== 'scores')
    throw new Error(`indexPage: expected a list of scores, got ${sight.shown.name}.`)
  const list = sight.shown.props
  const title = organization ? `Scores of ${organization.name}` : 'Your scores'
  const json = answer(context, { status: 200, facts: { scores: list.scores } })
  return json ?? { title, organization, list }
}

/** What `ScoreNew` draws. */
export interface ScoreNewPage extends Titled {
  readonly form: ScoreFormView
}

// #region create-score
/** A new score: the way to it once it is saved, and else the form. One that nobody has sent has nothing to check. */
export async function newPage(context: AppPage): Promise<Response | ScoreNewPage> {
  allow(context, ['GET', 'POST'])
  const scope = scopeOf(context)
  const { organization } = scope
  let changeset: Changeset<Score> | null = null
  if (isAction(context)) {
    const result = await Scores.createScore(scope, nested(context.locals.params, 'score'))
    if (result.ok) return toScore(context, scope, result.value, messages.score_created())
    changeset = result.error
  }
  const title = organization ? `New score for ${organization.name}` : 'New score'
  const form = scoreFormView(scope, changeset)
  const json = answer(context, { status: changeset ? 422 : 200, changeset })
  return json ?? { title, organization, form }
}
// #endregion create-score

/** What `ScoreShow` draws. */
export interface ScoreShowPage extends Titled {
  readonly score: ScoreView
  readonly path: string
  /** By the scope's clock. */
  readonly now: number
  /** Where the score is the reader's to change. */
  readonly form: ScoreFormView | null
}

// #region one-score
/** One score, shown, changed or deleted. */
export async function showPage(context: AppPage): Promise<Response | ScoreShowPage> {
  allow(context, ['GET', 'PUT', 'DELETE'])
  const scope = scopeOf(context)
  // What is no number is the number of no score.
  const score = await Scores.getScoreOrThrow(scope, rowId(context.params['id']) ?? 0)
  const method = methodOf(context)
  if (method === 'DELETE') {
    await Scores.deleteScore(scope, score)
    return redirect(context, scoresPath(scope), messages.score_deleted())
  }
  if (method !== 'PUT') return shown(context, scope, score, null)

  const result = await Scores.updateScore(scope, score, nested(context.locals.params, 'score'))
  if (result.ok) return toScore(context, scope, result.value, messages.score_updated())
  return shown(context, scope, score, result.error)
}
// #endregion one-score

async function shown(
  context: AppPage,
  scope: UserScope,
  score: Score,
  refused: Changeset<Score> | null,
): Promise<Response | ScoreShowPage> {
  const [view] = scoreListView(scope, [score], await authorsOf(scope)).scores
  if (!view) throw new Error('shown: expected a view of one score, got none.')
  const isOwn = score.user_id === scope.user.id
  const changeset = refused ?? (isOwn ? await Scores.changeScore(scope, score) : null)
  const status = refused ? 422 : 200
  const json = answer(context, { status, changeset: refused, facts: { score: view } })
  if (json) return json
  return {
    title: `Score ${view.id}`,
    organization: scope.organization,
    score: view,
    path: scoresPath(scope),
    now: scope.clock.now(),
    form: changeset && scoreFormView(scope, changeset),
  }
}

/** Those of the organization that the address names, else one's own. */
function scopeOf({ locals, params }: AppPage): UserScope {
  return params['org'] === undefined ? userScopeOf(locals) : organizationScopeOf(locals)
}

function toScore(context: AppPage, scope: UserScope, score: Score, message: Said): Response {
  return redirect(context, `${scoresPath(scope)}/${score.id}`, message, { score })
}
