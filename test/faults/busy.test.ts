/** Databases that somebody holds, and those who want to write to one at the same time. */
import { join } from 'node:path'
import { describe, expect, inject } from 'vitest'
import { users } from '#app/accounts/user.ts'
import { change } from '#changeset/changeset.ts'
import { build } from '#changeset/schema.ts'
import { OutsideTransactionError, SqlArgumentError } from '#repo/database-error.ts'
import { migrateToLatest } from '#repo/migrator.ts'
import type { Repo } from '#repo/repo.ts'
import { openSqlite } from '#repo/sqlite/sqlite.ts'
import { test } from '../support/fixtures.ts'
import { Inside } from '../security/inside.ts'
import { ANA, BO, loggedIn } from '../security/people.ts'

const registered = (repo: Repo, email: string) =>
  repo.insertOrThrow(change(build(users), { email }))
const emailsIn = async (repo: Repo) => (await repo.all(users)).map(({ email }) => email)

describe('a database that somebody else holds', () => {
  test('fault 8 is 503 with a time to wait for who writes to it, and nothing for others', async () => {
    const [ana, bo] = [await loggedIn(ANA), await loggedIn(BO)]
    const fields = { 'user[email]': 'cy@example.test' }

    await new Inside(ana).whileLocked(async () => {
      const writing = ana.sibling().post('/users/register', fields)
      expect((await bo.sibling().post('/users/register', fields)).status).toBe(303)
      const { status, headers } = await writing
      expect([status, headers.get('retry-after')]).toEqual([503, '1'])
    })

    expect((await ana.sibling().post('/users/register', fields)).status).toBe(303)
  })

  test('fault 9 holds up those who want it, and no page and no other database', async () => {
    const [ana, bo] = [await loggedIn(ANA), await loggedIn(BO)]
    const register = (number: number) =>
      ana.sibling().post('/users/register', { 'user[email]': `user${number}@example.test` })

    await new Inside(ana).whileLocked(async () => {
      let isHeld = true
      const convoy = Promise.all(Array.from({ length: 40 }, (_, number) => register(number)))
      void convoy.finally(() => (isHeld = false))
      const page = await fetch(`${inject('origin')}/lessons`)
      const other = await bo.sibling().post('/users/register', { 'user[email]': ANA })

      // All of this while the forty still wait.
      expect([page.status, other.status, isHeld]).toEqual([200, 303, true])
      for (const { status } of await convoy) expect([429, 503]).toContain(status)
    })
  })
})

describe('two connections to one database', () => {
  test('fault 10 that read and then write take turns, and none is told that it is busy', async ({
    folder,
  }) => {
    const file = join(folder, 'shared.db')
    const repos = [await openSqlite({ file }), await openSqlite({ file })] as const
    await migrateToLatest(repos[0])
    const addOne = (repo: Repo) =>
      repo.transact(async (inner) => {
        const count = (await inner.all(users)).length
        await registered(inner, `user${count}@example.test`)
      })

    await Promise.all(
      repos.map(async (repo) => {
        for (let time = 0; time < 20; time += 1) await addOne(repo)
      }),
    )

    // Each read what the one before had written: none is counted twice, and none is missing.
    expect(await emailsIn(repos[0])).toHaveLength(40)
    for (const repo of repos) await repo.close()
  })
})

describe('two requests of one database', () => {
  test('fault 11 that write at once keep what they wrote, though one takes its own back', async ({
    repo,
  }) => {
    const takenBack = repo.transact(async (inner) => {
      await registered(inner, 'ana@example.test')
      await new Promise((resolve) => setTimeout(resolve, 20))
      throw new Error('no')
    })
    const kept = registered(repo, 'bo@example.test')

    await expect(takenBack).rejects.toThrow('no')
    await kept
    expect(await emailsIn(repo)).toEqual(['bo@example.test'])
  })

  test('fault 12 of which one asks around its own transaction end at once, with a word to its author', async ({
    repo,
  }) => {
    const mistaken = repo.transact(() => repo.all(users))

    await expect(mistaken).rejects.toThrow(OutsideTransactionError)
    // And nobody waits for it for ever.
    expect(await emailsIn(repo)).toEqual([])
  })
})

describe('what goes to a database', () => {
  const NO_SQL: readonly unknown[] = [undefined, null, {}, [], ['select 1'], 1, true, () => 'x']
  test.for(NO_SQL)(
    'fault 47 is no SQL, and is refused before it gets there: %o',
    async (sql, { repo }) => {
      const query = { ...repo.db.selectFrom('users').selectAll().compile(), sql: sql as string }

      await expect(repo.db.executeQuery(query)).rejects.toThrow(SqlArgumentError)
      expect(await emailsIn(repo)).toEqual([])
    },
  )

  const NO_VALUES: readonly unknown[] = [
    undefined,
    {},
    [1],
    Number.NaN,
    2n ** 60n,
    Symbol('x'),
    '\ud800',
  ]
  test.for(NO_VALUES)(
    'fault 47 is no value, and is refused as well: %o',
    async (value, { repo }) => {
      const query = repo.db.selectFrom('users').selectAll().where('email', '=', 'x').compile()

      await expect(repo.db.executeQuery({ ...query, parameters: [value] })).rejects.toThrow(
        SqlArgumentError,
      )
    },
  )
})
