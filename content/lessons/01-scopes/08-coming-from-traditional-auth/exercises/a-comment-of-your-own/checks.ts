import { check } from 'glasshouse/exercise'
import type { Params } from 'glasshouse/changeset'
import {
  ana,
  bo,
  insertPeople,
  insertScores,
  scopeForUser,
  scores,
  type User,
} from 'glasshouse/given'
import type { Repo } from 'glasshouse/repo'
import type * as updateComment from './solution/update-comment.ts'

interface Code {
  readonly updateComment: typeof updateComment
}

type Clock = Parameters<typeof scopeForUser>[0]['clock']

interface House {
  readonly code: Code
  readonly repo: Repo
  readonly clock: Clock
}

/** Score 1 is Ana’s, score 2 is Bo’s. */
async function prepare(repo: Repo): Promise<void> {
  await insertPeople(repo)
  await insertScores(repo, [
    { comment: 'Cold hands.' },
    { user_id: bo.id },
  ])
}

const writing = (
  { code, repo, clock }: House,
  user: User,
  id: number,
  params: Params,
) =>
  code.updateComment.updateComment(
    scopeForUser({ repo, clock }, user),
    id,
    params,
  )

const scoreIn = async (repo: Repo, id: number) =>
  repo.get(scores, id)

export default [
  check<Code>(
    'asks nobody at all to log in',
    async ({ code, repo, see }) => {
      await prepare(repo)
      await see(
        'writing as nobody',
        () =>
          code.updateComment.updateComment(null, 1, {
            comment: 'Hello',
          }),
        { ok: false, is: 'log in', queries: [] },
      )
    },
  ),

  check<Code>(
    'writes on a score of one’s own',
    async ({ see, ...house }) => {
      await prepare(house.repo)
      await see(
        'writing on score 1 as Ana',
        () =>
          writing(house, ana, 1, { comment: 'Warm.' }),
        { ok: true },
      )
      await see(
        'what score 1 says',
        async () =>
          (await scoreIn(house.repo, 1))?.comment,
        { is: 'Warm.' },
      )
    },
  ),

  check<Code>(
    'leaves the scores of others',
    async ({ see, ...house }) => {
      await prepare(house.repo)
      for (const params of [
        { comment: 'Bo was here.' },
        { comment: 'Bo was here.', user_id: 1 },
      ])
        await see(
          `writing on score 1 as Bo, with ${Object.keys(params).join(' and ')}`,
          () => writing(house, bo, 1, params),
          { ok: false, is: 'not found' },
        )
      await see(
        'what score 1 says',
        async () =>
          (await scoreIn(house.repo, 1))?.comment,
        { is: 'Cold hands.' },
      )
    },
  ),

  check<Code>(
    'gives a score to nobody else',
    async ({ see, ...house }) => {
      await prepare(house.repo)
      await see(
        'writing on score 1 as Ana, with user_id 2',
        () =>
          writing(house, ana, 1, {
            comment: 'Warm.',
            user_id: 2,
          }),
        { ok: true },
      )
      await see(
        'whose score 1 is',
        async () =>
          (await scoreIn(house.repo, 1))?.user_id,
        { is: 1 },
      )
    },
  ),

  check<Code>(
    'keeps the rule about its length',
    async ({ see, ...house }) => {
      await prepare(house.repo)
      await see(
        'writing 201 characters',
        () =>
          writing(house, ana, 1, {
            comment: 'a'.repeat(201),
          }),
        {
          ok: false,
          errors: [
            'comment should be at most 200 character(s)',
          ],
        },
      )
    },
  ),

  check<Code>(
    'finds no score that never was',
    async ({ see, ...house }) => {
      await prepare(house.repo)
      await see(
        'writing on score 99 as Ana',
        () => writing(house, ana, 99, { comment: 'Hm.' }),
        { ok: false, is: 'not found' },
      )
    },
  ),
]
