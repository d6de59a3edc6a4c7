import { check } from 'glasshouse/exercise'
import { insertPeople, users } from 'glasshouse/given'
import type { Repo } from 'glasshouse/repo'
import { sql } from 'kysely'
import type * as createLetters from './solution/create-letters.ts'

interface Code {
  readonly createLetters: typeof createLetters
}

const write = (repo: Repo, owner: number | null) =>
  sql`insert into letters (user_id, words) values (${owner}, 'Dear Bo')`.execute(
    repo.db,
  )

async function countLetters(repo: Repo): Promise<number> {
  const { rows } =
    await sql`select id from letters`.execute(repo.db)
  return rows.length
}

export default [
  check<Code>(
    'makes a table that holds a letter',
    async ({ code, repo, see }) => {
      await code.createLetters.up(repo.db)
      await insertPeople(repo)
      await write(repo, 1)
      await see(
        'counting the letters of Ana',
        () => countLetters(repo),
        { is: 1 },
      )
    },
  ),

  check<Code>(
    'knows no letter of nobody',
    async ({ code, repo, see }) => {
      await code.createLetters.up(repo.db)
      await insertPeople(repo)
      await see(
        'writing a letter of user 99',
        () => write(repo, 99),
        {
          throws:
            'DatabaseError: SQLITE_CONSTRAINT: FOREIGN KEY',
        },
      )
      await see(
        'writing a letter without a user',
        () => write(repo, null),
        {
          throws:
            'DatabaseError: SQLITE_CONSTRAINT: NOT NULL',
        },
      )
    },
  ),

  check<Code>(
    'takes letters along',
    async ({ code, repo, see }) => {
      await code.createLetters.up(repo.db)
      await insertPeople(repo)
      await write(repo, 1)
      await write(repo, 2)
      await see(
        'deleting Ana',
        () => repo.deleteAll(users, { id: 1 }),
        { is: 1 },
      )
      await see(
        'counting the letters that are left',
        () => countLetters(repo),
        { is: 1 },
      )
    },
  ),
]
