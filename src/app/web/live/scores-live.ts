import type { UserScope } from '#app/accounts/scope.ts'
import type { ScoreListView } from '../scores/score-view.ts'
import type { Shown } from '#live/live-view.ts'
import { assign } from '#live/socket.ts'
import { Scores } from '#app/scores/scores.ts'
import { authorsOf, scoreListView } from '../scores.ts'
import { defineLiveView } from './app-live.ts'

interface Listed {
  readonly list: ScoreListView
}

// #region scores-live
/**
 * The scores of the scope, of a user or of an organization, which change while
 * they are looked at. In Phoenix: `ScoreLive.Index`.
 */
export const ScoresLive = defineLiveView<UserScope, Listed, Shown<'scores', ScoreListView>>({
  name: 'ScoresLive',

  mount: async (_params, _session, socket) => {
    const scope = socket.assigns.currentScope
    // The first sight hears nothing: it is gone before anybody could tell it.
    if (socket.connected) await Scores.subscribeScores(scope)
    return assign(socket, { list: await listOf(scope) })
  },

  // Whichever score was written: the list is read again, by the same scope.
  handleInfo: async (_message, socket) =>
    assign(socket, { list: await listOf(socket.assigns.currentScope) }),

  render: ({ list }) => ({ name: 'scores', props: list }),
})
// #endregion scores-live

const LONGEST_COMMENT = 120

/** A view is kept for every open page: what stands on the page of one score is not kept in the list. */
async function listOf(scope: UserScope): Promise<ScoreListView> {
  const list = scoreListView(scope, await Scores.listScores(scope), await authorsOf(scope))
  const scores = list.scores.map((score) => ({ ...score, comment: shortened(score.comment) }))
  return { ...list, scores }
}

const shortened = (comment: string | null) =>
  comment !== null && comment.length > LONGEST_COMMENT
    ? `${comment.slice(0, LONGEST_COMMENT).toWellFormed()}…`
    : comment
