import { check } from 'glasshouse/exercise'
import {
  bo,
  insertPeople,
  insertScores,
  scores,
  users,
} from 'glasshouse/given'
import type { Repo } from 'glasshouse/repo'
import { sql } from 'kysely'
import type * as createComments from './solution/create-comments.ts'

interface Code {
  readonly createComments: typeof createComments
}

/** The tables, Ana and Bo, and a score of each: 1 and 2. */
async function prepare(code: Code, repo: Repo) {
  await code.createComments.up(repo.db)
  await insertPeople(repo)
  await insertScores(repo, [{}, { user_id: bo.id }])
}

const write = (repo: Repo, score: number | null) =>
  sql`insert into comments (score_id, words) values (${score}, 'Well done')`.execute(
    repo.db,
  )

async function countComments(
  repo: Repo,
): Promise<number> {
  const { rows } =
    await sql`select id from comments`.execute(repo.db)
  return rows.length
}

export default [
  check<Code>(
    'makes a table that holds a comment',
    async ({ code, repo, see }) => {
      await prepare(code, repo)
      await write(repo, 1)
      await see(
        'counting the comments on score 1',
        () => countComments(repo),
        { is: 1 },
      )
    },
  ),

  check<Code>(
    'knows no comment on nothing',
    async ({ code, repo, see }) => {
      await prepare(code, repo)
      await see(
        'writing a comment on score 99',
        () => write(repo, 99),
        {
          throws:
            'DatabaseError: SQLITE_CONSTRAINT: FOREIGN KEY',
        },
      )
      await see(
        'writing a comment without a score',
        () => write(repo, null),
        {
          throws:
            'DatabaseError: SQLITE_CONSTRAINT: NOT NULL',
        },
      )
    },
  ),

  check<Code>(
    'takes comments along with their score',
    async ({ code, repo, see }) => {
      await prepare(code, repo)
      await write(repo, 1)
      await write(repo, 2)
      await see(
        'deleting score 1',
        () => repo.deleteAll(scores, { id: 1 }),
        { is: 1 },
      )
      await see(
        'counting the comments that are left',
        () => countComments(repo),
        { is: 1 },
      )
    },
  ),

  check<Code>(
    'takes comments along with the user of their score',
    async ({ code, repo, see }) => {
      await prepare(code, repo)
      await write(repo, 1)
      await write(repo, 2)
      await see(
        'deleting Ana, whose score 1 is',
        () => repo.deleteAll(users, { id: 1 }),
        { is: 1 },
      )
      await see(
        'counting the comments that are left',
        () => countComments(repo),
        { is: 1 },
      )
    },
  ),
]
