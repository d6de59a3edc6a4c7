import { build, change } from 'glasshouse/changeset'
import { check } from 'glasshouse/exercise'
import {
  ana,
  bo,
  insertPeople,
  scopeForUser,
} from 'glasshouse/given'
import type { Repo } from 'glasshouse/repo'
import { scores } from './solution/score.ts'
import type * as scoresFile from './solution/scores.ts'

interface Code {
  readonly scores: typeof scoresFile
}

/** Score 2 is Ana’s, score 3 is Bo’s. */
async function insertScores(repo: Repo): Promise<void> {
  await insertPeople(repo)
  for (const [id, user_id] of [
    [2, 1],
    [3, 2],
  ] as const)
    await repo.insert(
      change(build(scores), {
        id,
        user_id,
        points: 7,
        guesses: 4,
      }),
    )
}

export default [
  check<Code>(
    'deletes a score of one’s own',
    async ({ code, repo, clock, see }) => {
      await insertScores(repo)
      const scope = scopeForUser({ repo, clock }, ana)
      await see(
        'deleting score 2 as Ana',
        () => code.scores.deleteScore(scope, 2),
        { ok: true },
      )
      await see(
        'counting what is left',
        async () => (await repo.all(scores)).length,
        { is: 1 },
      )
    },
  ),

  check<Code>(
    'leaves the scores of others',
    async ({ code, repo, clock, see }) => {
      await insertScores(repo)
      const scope = scopeForUser({ repo, clock }, bo)
      await see(
        'deleting score 2 as Bo',
        () => code.scores.deleteScore(scope, 2),
        {
          ok: false,
          is: 'not found',
        },
      )
      await see(
        'counting what is left',
        async () => (await repo.all(scores)).length,
        { is: 2 },
      )
    },
  ),

  check<Code>(
    'says the same of a score that never was',
    async ({ code, repo, clock, see }) => {
      await insertScores(repo)
      const scope = scopeForUser({ repo, clock }, bo)
      await see(
        'deleting score 99 as Bo',
        () => code.scores.deleteScore(scope, 99),
        {
          ok: false,
          is: 'not found',
        },
      )
    },
  ),
]
