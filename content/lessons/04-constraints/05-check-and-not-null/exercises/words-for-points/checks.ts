import { build } from 'glasshouse/changeset'
import { check } from 'glasshouse/exercise'
import { insertPeople, scores } from 'glasshouse/given'
import type { Repo } from 'glasshouse/repo'
import type * as importedScore from './solution/imported-score.ts'

interface Code {
  readonly importedScore: typeof importedScore
}

/** A score of somebody’s, brought in: Ana is user 1, and nobody is user 99. */
const bring = (
  code: Code,
  repo: Repo,
  points: string,
  guesses = '3',
  user_id = 1,
) =>
  repo.insert(
    code.importedScore.importedScore(
      build(scores, { user_id }),
      { points, guesses },
    ),
  )

export default [
  check<Code>(
    'takes a score that is within',
    async ({ code, repo, see }) => {
      await insertPeople(repo)
      for (const points of ['0', '10'])
        await see(
          `bringing ${points} points`,
          () => bring(code, repo, points),
          { ok: true },
        )
    },
  ),

  check<Code>(
    'has words for points that are not',
    async ({ code, repo, see }) => {
      await insertPeople(repo)
      for (const points of ['12', '-1'])
        await see(
          `bringing ${points} points`,
          () => bring(code, repo, points),
          {
            ok: false,
            errors: ['points must be between 0 and 10'],
            refusedBy: 'scores_points_check',
          },
        )
    },
  ),

  check<Code>(
    'leaves the words of the other check',
    async ({ code, repo, see }) => {
      await insertPeople(repo)
      await see(
        'bringing 5 points in 0 guesses',
        () => bring(code, repo, '5', '0'),
        { ok: false, errors: ['guesses is invalid'] },
      )
    },
  ),

  check<Code>(
    'has none for any other constraint',
    async ({ code, repo, see }) => {
      await insertPeople(repo)
      await see(
        'bringing a score of user 99',
        () => bring(code, repo, '5', '3', 99),
        { throws: 'ConstraintError' },
      )
    },
  ),
]
