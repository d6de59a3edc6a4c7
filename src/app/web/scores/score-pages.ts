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
import { allow, isAction } from '#http/requests.ts'
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
  /** Whether the score is the reader's to change. */
  readonly isOwn: boolean
}

// #region one-score
/** One score, shown or deleted. */
export async function showPage(context: AppPage): Promise<Response | ScoreShowPage> {
  allow(context, ['GET', 'DELETE'])
  const scope = scopeOf(context)
  const score = await scoreOf(context, scope)
  if (isAction(context)) {
    await Scores.deleteScore(scope, score)
    return redirect(context, scoresPath(scope), messages.score_deleted())
  }
  const view = await viewOf(scope, score)
  const json = answer(context, { status: 200, facts: { score: view } })
  return (
    json ?? {
      title: `Score ${view.id}`,
      organization: scope.organization,
      score: view,
      path: scoresPath(scope),
      now: scope.clock.now(),
      isOwn: score.user_id === scope.user.id,
    }
  )
}
// #endregion one-score

/** What `ScoreEdit` draws. */
export interface ScoreEditPage extends Titled {
  readonly form: ScoreFormView
}

// #region edit-score
/** A change of a score: the way to it once it is saved, and else the form. Another's has none: it is not found. */
export async function editPage(context: AppPage): Promise<Response | ScoreEditPage> {
  allow(context, ['GET', 'PUT'])
  const scope = scopeOf(context)
  const score = await scoreOf(context, scope)
  let refused: Changeset<Score> | null = null
  if (isAction(context)) {
    const params = nested(context.locals.params, 'score')
    const result = await Scores.updateScore(scope, score, params)
    if (result.ok) return toScore(context, scope, result.value, messages.score_updated())
    refused = result.error
  }
  const form = scoreFormView(scope, refused ?? (await Scores.changeScore(scope, score)))
  const facts = { score: await viewOf(scope, score) }
  const json = answer(context, { status: refused ? 422 : 200, changeset: refused, facts })
  return json ?? { title: `Change score ${score.id}`, organization: scope.organization, form }
}
// #endregion edit-score

/** The score that the address names. What is no number is the number of no score. */
const scoreOf = ({ params }: AppPage, scope: UserScope) =>
  Scores.getScoreOrThrow(scope, rowId(params['id']) ?? 0)

async function viewOf(scope: UserScope, score: Score): Promise<ScoreView> {
  const [view] = scoreListView(scope, [score], await authorsOf(scope)).scores
  if (view) return view
  throw new Error('viewOf: expected a view of one score, got none.')
}

/** Those of the organization that the address names, else one's own. */
function scopeOf({ locals, params }: AppPage): UserScope {
  return params['org'] === undefined ? userScopeOf(locals) : organizationScopeOf(locals)
}

function toScore(context: AppPage, scope: UserScope, score: Score, message: Said): Response {
  return redirect(context, `${scoresPath(scope)}/${score.id}`, message, { score })
}
