import { check } from 'glasshouse/exercise'
import {
  ana,
  bo,
  scopeForUser,
  type Score,
  type User,
} from 'glasshouse/given'
import type * as listScores from './solution/list-scores.ts'

interface Code {
  readonly listScores: typeof listScores
}

const row = (
  id: number,
  user_id: number,
  organization_id: number | null = null,
): Score => ({
  ...{
    id,
    user_id,
    organization_id,
    points: 7,
    guesses: 4,
  },
  ...{ comment: null, inserted_at: id, updated_at: id },
})

// Rows come as a list: nobody asks a database.
const nowhere = {
  repo: null as never,
  clock: { now: () => 0 },
}

const numbersFor = (
  code: Code,
  user: User,
  rows: readonly Score[],
) =>
  code.listScores
    .listScores(scopeForUser(nowhere, user), rows)
    .map(({ id }) => id)

export default [
  check<Code>(
    'shows nothing where nothing is',
    async ({ code, see }) => {
      await see(
        'listing for Ana, in an empty table',
        () => numbersFor(code, ana, []),
        { is: [] },
      )
    },
  ),

  check<Code>(
    'shows each their own',
    async ({ code, see }) => {
      const rows = [row(1, 1), row(2, 2)]
      await see(
        'listing for Ana',
        () => numbersFor(code, ana, rows),
        { is: [1] },
      )
      await see(
        'listing for Bo',
        () => numbersFor(code, bo, rows),
        { is: [2] },
      )
    },
  ),

  check<Code>(
    'puts the newest first',
    async ({ code, see }) => {
      await see(
        'listing two scores of Ana',
        () =>
          numbersFor(code, ana, [row(3, 1), row(4, 1)]),
        { is: [4, 3] },
      )
    },
  ),

  check<Code>(
    'leaves out what was made for an organization',
    async ({ code, see }) => {
      await see(
        'listing for Ana, with a score for an organization beside her own',
        () =>
          numbersFor(code, ana, [
            row(5, 1),
            row(6, 1, 5),
          ]),
        { is: [5] },
      )
    },
  ),
]
