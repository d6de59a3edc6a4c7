/**
 * Scores of the guessing game. Every function takes the scope
 * first, reads no more than belongs to it, and writes no score
 * of anybody else. In Phoenix: what `phx.gen.live` makes.
 */
import {
  isOrganizationScope,
  type UserScope,
} from '#app/accounts/scope.ts'
import type { Params } from '#changeset/cast.ts'
import {
  change,
  type Changeset,
} from '#changeset/changeset.ts'
import { StaleEntryError } from '#changeset/errors.ts'
import { build, loaded } from '#changeset/schema.ts'
import { pipe } from '#lib/pipe.ts'
import type { Result } from '#lib/result.ts'
import { context } from '#trace/context.ts'
import {
  allScores,
  madeBy,
  noSuchScore,
  ownedBy,
} from './owned-by.ts'
import {
  scoreChangeset,
  scores,
  type Score,
} from './score.ts'

/** The one door to the scores of the game. */
export const Scores = context('Scores', {
  subscribeScores,
  listScores,
  getScoreOrThrow,
  createScore,
  updateScore,
  deleteScore,
  changeScore,
})

/** What the topic of a scope says, to everybody who has subscribed. */
export interface ScoreMessage {
  readonly type: 'created' | 'updated' | 'deleted'
  readonly score: Score
}

type Written = Result<Score, Changeset<Score>>

// #region subscribe-scores
/**
 * Hears of every score that is written in this scope from now
 * on: a `ScoreMessage` for each.
 * In Phoenix: `subscribe_scores/1`.
 *
 * Only a connected live view can: a page that is sent once
 * would not be there to hear.
 *
 * @example
 * await Scores.subscribeScores(connected)
 * await Scores.createScore(connected, { points: 7, guesses: 4 })
 * heard.map(({ type }) => type)
 * // => ['created']
 */
function subscribeScores(scope: UserScope) {
  scope.pubsub.subscribe(topicOf(scope))
  return Promise.resolve()
}
// #endregion subscribe-scores

// #region list-scores
/**
 * The scores of this scope, the newest first.
 * In Phoenix: `list_scores/1`.
 *
 * @example
 * await Scores.createScore(ana, { points: 7, guesses: 4 })
 * const [newest] = await Scores.listScores(ana)
 * newest.points
 * // => 7
 */
// #region list-scores-core
async function listScores(scope: UserScope) {
  const rows = await pipe(
    allScores(scope),
    ownedBy(scope),
  )
    .orderBy('id', 'desc')
    .execute()
  return rows.map((row) => scope.repo.load(scores, row))
}
// #endregion list-scores-core
// #endregion list-scores

// #region get-score
/**
 * The score with this id, if it belongs to the scope;
 * another's is not found, nor is one that never was.
 * In Phoenix: `get_score!/2`.
 *
 * @example
 * const params = { points: 7, guesses: 4 }
 * const { value: score } = await Scores.createScore(ana, params)
 * await Scores.getScoreOrThrow(ana, score.id)
 * // => score
 */
// #region get-score-core
async function getScoreOrThrow(
  scope: UserScope,
  id: number,
) {
  const row = await pipe(allScores(scope), ownedBy(scope))
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw noSuchScore()
  return scope.repo.load(scores, row)
}
// #endregion get-score-core
// #endregion get-score

// #region create-score
/**
 * Saves a new score of this scope.
 * In Phoenix: `create_score/2`.
 *
 * @example
 * const params = { points: 11, guesses: 4 }
 * const { error } = await Scores.createScore(ana, params)
 * error.errors[0].field
 * // => 'points'
 */
async function createScore(
  scope: UserScope,
  params: Params,
) {
  const score = scoreChangeset(
    build(scores),
    params,
    scope,
  )
  return broadcastScore(
    scope,
    'created',
    await scope.repo.insert(score),
  )
}
// #endregion create-score

// #region update-score
/**
 * Changes a score that this user made.
 * In Phoenix: `update_score/3`.
 *
 * Another's is not found: in Phoenix that is a `MatchError`.
 *
 * @example
 * const params = { points: 7, guesses: 4 }
 * const { value: score } = await Scores.createScore(ana, params)
 * const { value } = await Scores.updateScore(ana, score, { points: 9 })
 * value.points
 * // => 9
 */
async function updateScore(
  scope: UserScope,
  score: Score,
  params: Params,
) {
  const own = loaded(scores, pipe(score, madeBy(scope)))
  const changeset = scoreChangeset(own, params, scope)
  return broadcastScore(
    scope,
    'updated',
    await unlessGone(scope.repo.update(changeset)),
  )
}
// #endregion update-score

/**
 * Deletes a score that this user made.
 * In Phoenix: `delete_score/2`.
 *
 * @example
 * const params = { points: 7, guesses: 4 }
 * const { value: score } = await Scores.createScore(ana, params)
 * await Scores.deleteScore(ana, score)
 * await Scores.listScores(ana)
 * // => []
 */
async function deleteScore(
  scope: UserScope,
  score: Score,
) {
  const own = change(
    loaded(scores, pipe(score, madeBy(scope))),
  )
  return broadcastScore(
    scope,
    'deleted',
    await unlessGone(scope.repo.delete(own)),
  )
}

/**
 * A changeset for the form of a score, or of a new one for
 * `null`. Writes nothing. In Phoenix: `change_score/3`.
 *
 * @example
 * const changeset = await Scores.changeScore(ana, null, { points: 7 })
 * changeset.changes.points
 * // => 7
 */
async function changeScore(
  scope: UserScope,
  score: Score | null,
  params: Params = {},
) {
  const base = score
    ? loaded(scores, pipe(score, madeBy(scope)))
    : build(scores)
  return Promise.resolve(
    scoreChangeset(base, params, scope),
  )
}

// #region broadcast-score
/** Tells the scope's topic what was written, and nothing of what was refused. */
function broadcastScore(
  scope: UserScope,
  type: ScoreMessage['type'],
  written: Written,
) {
  if (!written.ok) return written
  const message: ScoreMessage = {
    type,
    score: written.value,
  }
  scope.pubsub.broadcast(topicOf(scope), message)
  return written
}

/** `user:1:scores`, or `organization:1:scores` within one. */
const topicOf = (scope: UserScope) =>
  isOrganizationScope(scope)
    ? `organization:${scope.organization.id}:scores`
    : `user:${scope.user.id}:scores`
// #endregion broadcast-score

/** Another tab may have deleted it in the meantime. */
async function unlessGone(
  pending: Promise<Written>,
): Promise<Written> {
  try {
    return await pending
  } catch (error) {
    throw error instanceof StaleEntryError
      ? noSuchScore()
      : error
  }
}
