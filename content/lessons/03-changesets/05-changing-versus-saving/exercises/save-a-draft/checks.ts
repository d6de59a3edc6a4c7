import type { Params } from 'glasshouse/changeset'
import { check } from 'glasshouse/exercise'
import {
  ana,
  insertPeople,
  insertScores,
  scopeForUser,
  scores,
} from 'glasshouse/given'
import type { Repo } from 'glasshouse/repo'
import type * as saveDraft from './solution/save-draft.ts'

interface Code {
  readonly saveDraft: typeof saveDraft
}

/** Ana, and her score 1: 7 points, “Cold hands.” */
async function prepare(repo: Repo) {
  await insertPeople(repo)
  await insertScores(repo, [{ comment: 'Cold hands.' }])
  return repo.fetchOrThrow(scores, 1)
}

const commentOf = async (repo: Repo) =>
  (await repo.fetchOrThrow(scores, 1)).comment

export default [
  check<Code>(
    'saves another comment',
    async ({ code, repo, clock, see }) => {
      const score = await prepare(repo)
      const scope = scopeForUser({ repo, clock }, ana)
      const params: Params = {
        points: '7',
        comment: 'Warm hands.',
      }
      await see(
        'saving another comment',
        () =>
          code.saveDraft.saveDraft(scope, score, params),
        { ok: true, sets: ['comment'] },
      )
      await see(
        'reading the comment',
        () => commentOf(repo),
        { is: 'Warm hands.' },
      )
    },
  ),

  check<Code>(
    'saves other points',
    async ({ code, repo, clock, see }) => {
      const score = await prepare(repo)
      const scope = scopeForUser({ repo, clock }, ana)
      await see(
        'saving 9 points',
        () =>
          code.saveDraft.saveDraft(scope, score, {
            points: '9',
            comment: 'Cold hands.',
          }),
        { ok: true, sets: ['points'] },
      )
    },
  ),

  check<Code>(
    'sends nothing where nothing is new',
    async ({ code, repo, clock, see }) => {
      const score = await prepare(repo)
      const scope = scopeForUser({ repo, clock }, ana)
      await see(
        'saving what is there already',
        () =>
          code.saveDraft.saveDraft(scope, score, {
            points: '7',
            comment: 'Cold hands.',
          }),
        { ok: true, queries: [] },
      )
    },
  ),

  check<Code>(
    'writes nothing that was refused, and says what it was for',
    async ({ code, repo, clock, see }) => {
      const score = await prepare(repo)
      const scope = scopeForUser({ repo, clock }, ana)
      await see(
        'saving a comment of 201 letters',
        () =>
          code.saveDraft.saveDraft(scope, score, {
            comment: 'a'.repeat(201),
          }),
        {
          ok: false,
          action: 'update',
          errors: [
            'comment should be at most 200 character(s)',
          ],
          writes: [],
        },
      )
    },
  ),
]
