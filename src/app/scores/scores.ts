/**
 * Scores of the guessing game. Every function takes the scope first, reads
 * no more than belongs to it, and writes no score of anybody else.
 */
import {
  isOrganizationScope,
  type UserScope,
} from '#app/accounts/scope.ts'
import type { Params } from '#changeset/cast.ts'
import { change, type Changeset } from '#changeset/changeset.ts'
import { StaleEntryError } from '#changeset/errors.ts'
import { build, loaded } from '#changeset/schema.ts'
import { pipe } from '#lib/pipe.ts'
import type { Result } from '#lib/result.ts'
import { contextFunction } from '#trace/context-function.ts'
import { allScores, madeBy, noSuchScore, ownedBy } from './owned-by.ts'
import { scoreChangeset, scores, type Score } from './score.ts'

/** What the topic of a scope says, to everybody who has subscribed. */
export interface ScoreMessage {
  readonly type: 'created' | 'updated' | 'deleted'
  readonly score: Score
}

type Written = Result<Score, Changeset<Score>>

// #region subscribe-scores
/**
 * Hears of every score that is written in this scope from now on: a
 * `ScoreMessage` for each. In Phoenix: `subscribe_scores/1`.
 */
export const subscribeScores = contextFunction(
  'Scores.subscribeScores',
  (scope: UserScope): Promise<void> =>
    Promise.resolve(scope.pubsub.subscribe(topicOf(scope))),
)
// #endregion subscribe-scores

// #region list-scores
/**
 * The scores of this scope, the newest first.
 * In Phoenix: `list_scores/1`.
 */
export const listScores = contextFunction(
  'Scores.listScores',
  async (scope: UserScope): Promise<readonly Score[]> => {
    const rows = await pipe(allScores(scope), ownedBy(scope))
      .orderBy('id', 'desc')
      .execute()
    return rows.map((row) => scope.repo.load(scores, row))
  },
)
// #endregion list-scores

// #region get-score
/**
 * The score with this id, if it belongs to the scope; another's is
 * not found, and neither is one that never was.
 * In Phoenix: `get_score!/2`.
 */
export const getScoreOrThrow = contextFunction(
  'Scores.getScoreOrThrow',
  async (scope: UserScope, id: number): Promise<Score> => {
    const row = await pipe(allScores(scope), ownedBy(scope))
      .where('id', '=', id)
      .executeTakeFirst()
    if (!row) throw noSuchScore()
    return scope.repo.load(scores, row)
  },
)
// #endregion get-score

// #region create-score
/** Saves a new score of this scope. In Phoenix: `create_score/2`. */
export const createScore = contextFunction(
  'Scores.createScore',
  async (scope: UserScope, params: Params): Promise<Written> => {
    const changeset = scoreChangeset(build(scores), params, scope)
    return broadcastScore(
      scope,
      'created',
      await scope.repo.insert(changeset),
    )
  },
)
// #endregion create-score

// #region update-score
/** Changes a score that this user made. In Phoenix: `update_score/3`. */
export const updateScore = contextFunction(
  'Scores.updateScore',
  async (
    scope: UserScope,
    score: Score,
    params: Params,
  ): Promise<Written> => {
    const own = loaded(scores, pipe(score, madeBy(scope)))
    const changeset = scoreChangeset(own, params, scope)
    return broadcastScore(
      scope,
      'updated',
      await unlessGone(scope.repo.update(changeset)),
    )
  },
)
// #endregion update-score

/** Deletes a score that this user made. In Phoenix: `delete_score/2`. */
export const deleteScore = contextFunction(
  'Scores.deleteScore',
  async (scope: UserScope, score: Score): Promise<Written> => {
    const own = change(loaded(scores, pipe(score, madeBy(scope))))
    return broadcastScore(
      scope,
      'deleted',
      await unlessGone(scope.repo.delete(own)),
    )
  },
)

/**
 * A changeset for the form of a score, or of a new one for `null`. Writes
 * nothing. In Phoenix: `change_score/3`.
 */
export const changeScore = contextFunction(
  'Scores.changeScore',
  (
    scope: UserScope,
    score: Score | null,
    params: Params = {},
  ): Promise<Changeset<Score>> => {
    const base = score
      ? loaded(scores, pipe(score, madeBy(scope)))
      : build(scores)
    return Promise.resolve(scoreChangeset(base, params, scope))
  },
)

// #region broadcast-score
/** Tells the scope's topic what was written, and nothing of what was refused. */
function broadcastScore(
  scope: UserScope,
  type: ScoreMessage['type'],
  written: Written,
): Written {
  if (!written.ok) return written
  const message: ScoreMessage = { type, score: written.value }
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
async function unlessGone(pending: Promise<Written>): Promise<Written> {
  try {
    return await pending
  } catch (error) {
    throw error instanceof StaleEntryError ? noSuchScore() : error
  }
}
