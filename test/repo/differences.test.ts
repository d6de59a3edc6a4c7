/** Each difference between the two databases, tried on the one at hand: the projects unit and postgres. */
import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { change } from '#changeset/changeset.ts'
import { build } from '#changeset/schema.ts'
import { DatabaseError, SqlArgumentError } from '#repo/database-error.ts'
import { DIFFERENCES } from '#repo/differences.ts'
import type { Repo } from '#repo/repo.ts'
import { test, WITH_POSTGRES } from '../support/repo.ts'
import { registration, tokenFor, users } from './schemas.ts'

const PAGE = 'content/decisions/differences-between-databases.md'

/** What the database says of it. */
async function refused(pending: Promise<unknown>): Promise<DatabaseError> {
  const error: unknown = await pending.catch((reason: unknown) => reason)
  if (error instanceof DatabaseError) return error
  throw new Error('It was not refused by the database.', { cause: error })
}
const insert = ({ db }: Repo, email: string | null) =>
  sql`insert into users (email, inserted_at, updated_at) values (${email}, 0, 0)`.execute(db)

/** By the id of a row: what the database at hand does, in the words between the first backquotes. */
const TRIES: Readonly<Record<string, (repo: Repo) => Promise<string>>> = {
  async unique(repo) {
    await insert(repo, 'ana@b')
    return (await refused(insert(repo, 'ANA@b'))).words
  },
  check: async (repo) => (await refused(insert(repo, 'ana'))).words,
  'not-null': async (repo) => (await refused(insert(repo, null))).words,
  'foreign-key': async (repo) => {
    const { source, ...row } = { source: 'users_tokens' as const, ...tokenFor(404).data }
    const { user_id, token, context, inserted_at } = row as Required<typeof row>
    const values = { user_id, token, context, inserted_at }
    return (
      await refused(
        repo.db
          .insertInto(source)
          .values(values as never)
          .execute(),
      )
    ).words
  },
  async code(repo) {
    await insert(repo, 'ana@b')
    return (await refused(insert(repo, 'ana@b'))).code
  },
  async type(repo) {
    await insert(repo, 'ana@b')
    const update = sql`update users set confirmed_at = ${'soon'}`
    return (await refused(update.execute(repo.db))).words
  },
  table: async ({ db }) => (await refused(sql`select * from nowhere`.execute(db))).words,
  places: ({ db }) =>
    Promise.resolve(db.selectFrom('users').select('id').where('email', '=', 'a').compile().sql),
  async case(repo) {
    await insert(repo, 'Ä@example.com')
    const result = await repo.insert(registration('ä@example.com'))
    return result.ok ? 'two addresses' : 'one address'
  },
  async like({ db }) {
    const { rows } = await sql<{ is: unknown }>`select 'Ana' like 'ana' as "is"`.execute(db)
    return String(rows[0]?.is)
  },
  async nulls(repo) {
    await insert(repo, 'ana@b')
    await insert(repo, 'bo@b')
    await repo.db
      .updateTable('users')
      .set({ confirmed_at: 1 })
      .where('email', '=', 'bo@b')
      .execute()
    const found = repo.db.selectFrom('users').select('email').orderBy('confirmed_at')
    return (await found.executeTakeFirstOrThrow()).email === 'ana@b' ? 'first' : 'last'
  },
  async zero(repo) {
    const error: unknown = await repo
      .insert(change(build(users), { email: 'a\0@b' }))
      .catch((reason: unknown) => reason)
    return error instanceof SqlArgumentError ? 'refused' : 'kept'
  },
  async aborted(repo) {
    let told = ''
    const transaction = repo.transact(async ({ db }) => {
      await refused(sql`select * from nowhere`.execute(db))
      const next: unknown = await sql`select 1 as one`
        .execute(db)
        .catch((reason: unknown) => reason)
      told = next instanceof DatabaseError ? next.words : 'goes on'
    })
    // There is nothing to keep, and whoever asks for it is told.
    if (WITH_POSTGRES) await refused(transaction)
    else await transaction
    return told
  },
  async 'at-once'(repo) {
    const begun = Promise.withResolvers<void>()
    const other = Promise.withResolvers<string>()
    const first = repo.transact(async ({ db }) => {
      await sql`select 1 as one`.execute(db)
      begun.resolve()
      return Promise.race([
        other.promise,
        new Promise<string>((resolve) => setTimeout(resolve, 300, 'one after the other')),
      ])
    })
    await begun.promise
    const second = repo.transact(({ db }) => sql`select 1 as one`.execute(db))
    void second.then(() => other.resolve('both at once'))
    return Promise.all([first, second]).then(([order]) => order)
  },
}

describe('a difference', () => {
  test('is tried, each of them', () => {
    expect(Object.keys(TRIES)).toEqual(DIFFERENCES.map(({ id }) => id))
  })

  test.for(DIFFERENCES)(
    'is as the table has it: $what',
    async ({ id, sqlite, postgres }, { repo }) => {
      const told = WITH_POSTGRES ? postgres : sqlite

      expect(await TRIES[id]!(repo)).toBe(/^`([^`]+)`/.exec(told)?.[1])
    },
  )

  test('stands on the page of all of them', () => {
    const cells = readFileSync(PAGE, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .slice(2)
      .map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      )

    expect(cells).toEqual(DIFFERENCES.map(({ what, sqlite, postgres }) => [what, sqlite, postgres]))
  })
})
