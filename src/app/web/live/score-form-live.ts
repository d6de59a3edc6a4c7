import type { UserScope } from '#app/accounts/scope.ts'
import type { Score } from '#app/scores/score.ts'
import { Scores } from '#app/scores/scores.ts'
import { nested, rowId } from '#http/params.ts'
import type { Shown } from '#live/live-view.ts'
import { assign } from '#live/socket.ts'
import type { ScoreFormView } from '../scores/score-view.ts'
import { scoreFormView } from '../scores.ts'
import { defineLiveView } from './app-live.ts'
import { errorsAsTyped } from './errors-as-typed.ts'

interface Form {
  /** The one that is changed; `null` for a new one. */
  readonly score: Score | null
  readonly form: ScoreFormView
}

// #region score-form-live
/**
 * Checks the form of a score while it is filled in. Sending it
 * stays a form post. In Phoenix: `ScoreLive.Form`.
 */
export const ScoreFormLive = defineLiveView<UserScope, Form, Shown<'score-form', ScoreFormView>>({
  name: 'ScoreFormLive',

  mount: async ({ id }, _session, socket) => {
    const scope = socket.assigns.currentScope
    const score = id === undefined ? null : await Scores.getScoreOrThrow(scope, rowId(id) ?? 0)
    // Another's score has no form: it is not found.
    const changeset = await Scores.changeScore(scope, score)
    return assign(socket, { score, form: scoreFormView(scope, changeset) })
  },

  handleEvent: {
    validate: async (params, socket) => {
      const { currentScope: scope, score } = socket.assigns
      const typed = nested(params, 'score')
      const changeset = await Scores.changeScore(scope, score, typed)
      const errors = errorsAsTyped(changeset, typed)
      return assign(socket, { form: { ...scoreFormView(scope, changeset), errors } })
    },
  },

  render: ({ form }) => ({ name: 'score-form', props: form }),
})
// #endregion score-form-live
