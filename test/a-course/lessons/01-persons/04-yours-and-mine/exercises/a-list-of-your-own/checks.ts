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

/** Scores 1 and 3 are Ana’s, score 2 is Bo’s. */
async function insertScores(repo: Repo): Promise<void> {
  await insertPeople(repo)
  for (const [id, user_id] of [
    [1, 1],
    [2, 2],
    [3, 1],
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
    'shows nothing where nothing is',
    async ({ code, repo, clock, see }) => {
      await insertPeople(repo)
      const scope = scopeForUser({ repo, clock }, ana)
      await see(
        'listing the scores of Ana, who has none',
        () => code.scores.listScores(scope),
        {
          is: [],
        },
      )
    },
  ),

  check<Code>(
    'shows each their own',
    async ({ code, repo, clock, see }) => {
      await insertScores(repo)
      const numbersOf = async (user: typeof ana) => {
        const list = await code.scores.listScores(
          scopeForUser({ repo, clock }, user),
        )
        return list.map(({ id }) => id)
      }
      await see(
        'listing the scores of Ana',
        () => numbersOf(ana),
        { is: [3, 1] },
      )
      await see(
        'listing the scores of Bo',
        () => numbersOf(bo),
        { is: [2] },
      )
    },
  ),
]
