import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { Accounts } from '#app/accounts/accounts.ts'
import { Organizations } from '#app/organizations/organizations.ts'
import type { UserScope } from '#app/accounts/scope.ts'
import { users } from '#app/accounts/user.ts'
import { listTableNames } from '#repo/inspect-tables.ts'
import { migrateDown, migrateToLatest } from '#repo/migrator.ts'
import type { Repo } from '#repo/repo.ts'
import { countKept } from '#sandbox/limits.ts'
import { Scores } from '#app/scores/scores.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import {
  confirmedUserFixture,
  magicLinkTokenFixture,
  scopeFixture,
  SECOND,
  uniqueEmail,
  userFixture,
} from '../support/fixtures.ts'
import { test } from '../support/limited.ts'
import { organizationFixture, uniqueSlug } from '../support/organization-fixtures.ts'
import { scoreFixture, validScore } from '../support/score-fixtures.ts'
import { insertUser, newVisitor, test as withHouse, using } from '../support/sandboxes.ts'

const times = <Value>(count: number, fn: () => Value): readonly Value[] =>
  Array.from({ length: count }, fn)

/** How many of those who come at once got in, and what the others are told. */
async function atOnce(attempts: readonly Promise<{ readonly ok: boolean }>[]) {
  const outcomes = await Promise.allSettled(attempts)
  const accepted = outcomes.filter((each) => each.status === 'fulfilled' && each.value.ok).length
  const told = outcomes.flatMap((each) =>
    each.status === 'rejected' ? [(each.reason as Error).message] : [],
  )
  return { accepted, told: [...new Set(told)] }
}

const countRows = async ({ db }: Repo, table: 'users' | 'organizations' | 'scores') =>
  (await db.selectFrom(table).select('id').execute()).length

describe('of those who come at once, a sandbox takes', () => {
  test('as many users as there is room for, and no more', async ({ scope, repo }) => {
    for (let n = 0; n < 45; n += 1) await userFixture(scope)

    const { accepted, told } = await atOnce(
      times(55, () => Accounts.registerUser(scope, { email: uniqueEmail() })),
    )

    expect(accepted).toBe(5)
    expect(told).toEqual(['A sandbox holds 50 users. Reset yours to register more.'])
    expect(await countRows(repo, 'users')).toBe(50)
  })

  test('fifty users, where there were none', async ({ scope, repo }) => {
    const { accepted } = await atOnce(
      times(100, () => Accounts.registerUser(scope, { email: uniqueEmail() })),
    )

    expect(accepted).toBe(50)
    expect(await countRows(repo, 'users')).toBe(50)
  })

  test('as many organizations as there is room for', async ({ scope, repo }) => {
    const alice = await scopeFixture(scope)
    for (let n = 0; n < 17; n += 1) await organizationFixture(alice)

    const { accepted, told } = await atOnce(
      times(53, () =>
        Organizations.createOrganization(alice, { name: 'Glass', slug: uniqueSlug() }),
      ),
    )

    expect(accepted).toBe(3)
    expect(told).toEqual(['A sandbox holds 20 organizations. Reset yours to create more.'])
    expect(await countRows(repo, 'organizations')).toBe(20)
    expect(await repo.db.selectFrom('memberships').selectAll().execute()).toHaveLength(20)
  })

  test('as many scores as there is room for, whosever they are', async ({ scope, repo }) => {
    const [alice, bob] = [await scopeFixture(scope), await scopeFixture(scope)]
    for (let n = 0; n < 195; n += 1) await scoreFixture(n % 2 === 0 ? alice : bob)

    const { accepted, told } = await atOnce(times(55, () => Scores.createScore(alice, validScore)))

    expect(accepted).toBe(5)
    expect(told).toEqual(['A sandbox holds 200 scores. Delete one to make room.'])
    expect(await countRows(repo, 'scores')).toBe(200)
  })
})

describe('a sandbox that is full', () => {
  const fill = async (repo: Repo) => {
    const row = (n: number) => ({ email: `user${n}@b`, inserted_at: 0, updated_at: 0 })
    for (const ten of times(5, () => times(10, () => 0)))
      await repo.db
        .insertInto('users')
        .values(ten.map(() => row((serial += 1))))
        .execute()
  }
  let serial = 0

  test('refuses with a sentence', async ({ scope, repo }) => {
    await fill(repo)

    await expect(Accounts.registerUser(scope, { email: 'ana@b' })).rejects.toMatchObject({
      name: 'Refusal',
      status: 409,
      message: 'A sandbox holds 50 users. Reset yours to register more.',
    })
  })

  test('tells of a mistake in the form first: nothing was to be written', async ({
    scope,
    repo,
  }) => {
    await fill(repo)

    expect(await Accounts.registerUser(scope, { email: 'ana' })).toMatchObject({ ok: false })
  })

  test('has room again for who comes after one has gone', async ({ scope, repo }) => {
    await fill(repo)
    await repo.db.deleteFrom('users').where('id', '=', 1).execute()

    expect(await atOnce(times(3, () => register(scope)))).toMatchObject({ accepted: 1 })
    expect(await countRows(repo, 'users')).toBe(50)
  })

  const register = (scope: Parameters<typeof Accounts.registerUser>[0]) =>
    Accounts.registerUser(scope, { email: uniqueEmail() })

  test.for<[string, (repo: Repo) => Promise<unknown>]>([
    ['one row', ({ db }) => db.insertInto('users').values(ROW).execute()],
    [
      'two rows, of which one would find room',
      async ({ db }) => {
        await db.deleteFrom('users').where('id', '=', 1).execute()
        await db
          .insertInto('users')
          .values([ROW, { ...ROW, email: 'b@b' }])
          .execute()
      },
    ],
    [
      'rows of a query',
      ({ db }) =>
        sql`insert into users (email, inserted_at, updated_at) select 'x' || email, 0, 0 from users`.execute(
          db,
        ),
    ],
    [
      'a row that would take the place of another',
      ({ db }) =>
        sql`insert or replace into users (id, email, inserted_at, updated_at) values (99, 'a@b', 0, 0)`.execute(
          db,
        ),
    ],
    [
      'a row in a transaction',
      (repo) => repo.transact((tx) => tx.db.insertInto('users').values(ROW).execute()),
    ],
    [
      'a row in a savepoint',
      (repo) =>
        repo.transact((tx) =>
          tx.transact((inner) => inner.db.insertInto('users').values(ROW).execute()),
        ),
    ],
  ])('refuses %s, whichever function writes', async ([, write], { repo }) => {
    await fill(repo)

    await expect(write(repo)).rejects.toMatchObject({ status: 409 })
    expect(await countRows(repo, 'users')).toBeLessThanOrEqual(50)
  })

  test('is full after its migrations went down and up again', async ({ scope, repo }) => {
    await fill(repo)
    while (await migrateDown(repo)) continue
    expect(await listTableNames(repo)).toEqual([])
    await migrateToLatest(repo)
    await fill(repo)

    await expect(register(scope)).rejects.toMatchObject({ status: 409 })
  })

  test('is full after a migration that was taken back half way', async ({ scope, repo }) => {
    await fill(repo)
    const broken = repo.transact(async (tx) => {
      await sql`alter table users add column nickname text`.execute(tx.db)
      await sql`drop table scores`.execute(tx.db)
      throw new Error('half way')
    })
    await expect(broken).rejects.toThrow('half way')

    await expect(register(scope)).rejects.toMatchObject({ status: 409 })
  })

  test('is full after a savepoint behind a change of its tables was taken back', async ({
    scope,
    repo,
  }) => {
    await fill(repo)
    await repo.transact(async (tx) => {
      await sql`drop table scores`.execute(tx.db)
      const broken = tx.transact(async (inner) => {
        await inner.db.updateTable('users').set({ confirmed_at: 1 }).execute()
        throw new Error('half way')
      })
      await expect(broken).rejects.toThrow('half way')
    })

    await expect(register(scope)).rejects.toMatchObject({ status: 409 })
  })

  const ROW = { email: 'a@b', inserted_at: 0, updated_at: 0 }
})

describe('a limit', () => {
  const watched = async (fn: () => Promise<unknown>) => {
    const recorder = new Recorder({ id: 't', title: 't', persona: 'you' })
    await collect(recorder, fn).catch(() => null)
    return recorder.snapshot().steps
  }

  test('is no part of what the reader watches', async ({ scope }) => {
    const steps = await watched(async () => magicLinkTokenFixture(scope, await userFixture(scope)))

    expect(steps.filter(({ layer }) => layer === 'sql').map(({ tag }) => tag)).toEqual([
      'sql.select.users',
      'sql.insert.users',
      'sql.insert.users_tokens',
    ])
    expect(JSON.stringify(steps)).not.toContain('row_limit')
  })

  test('that refuses is one step of the request', async ({ scope, repo }) => {
    for (let n = 0; n < 50; n += 1) await userFixture(scope)

    const steps = await watched(() => userFixture(scope))

    const refused = steps.filter(({ outcome }) => outcome !== 'ok')
    expect(refused.map(({ layer, tag, outcome }) => [layer, tag, outcome])).toEqual([
      ['context', 'context.Accounts.registerUser', 'error'],
      ['sql', 'sql.insert.users', 'skip'],
      ['request', 'limit.users', 'error'],
    ])
    expect(refused[2]).toMatchObject({
      detail: 'A sandbox holds 50 users. Reset yours to register more.',
      source: { file: 'src/sandbox/limits.ts' },
    })
    expect(await countRows(repo, 'users')).toBe(50)
  })

  test('is in no table that a reader sees', async ({ repo }) => {
    const objects = await sql<{ name: string; sql: string }>`
      select name, sql from main.sqlite_schema`.execute(repo.db)

    expect(JSON.stringify(objects.rows)).not.toMatch(/limit|trigger/)
  })
})

describe('the newest stay', () => {
  const tokens = ({ db }: Repo) =>
    db.selectFrom('users_tokens').select(['id', 'context', 'user_id']).orderBy('id').execute()

  test('of the links of each user', async ({ scope, repo, clock }) => {
    const [user, other] = [await userFixture(scope), await userFixture(scope)]
    const spared = await magicLinkTokenFixture(scope, other)
    const links: string[] = []
    for (let n = 0; n < 22; n += 1) {
      links.push(await magicLinkTokenFixture(scope, user))
      clock.advance(SECOND)
    }

    const found = await Promise.all(
      links.map((link) => Accounts.getUserByMagicLinkToken(scope, link)),
    )
    expect(found.map((one) => one !== null)).toEqual([
      ...[false, false],
      ...Array<boolean>(20).fill(true),
    ])
    expect(await Accounts.getUserByMagicLinkToken(scope, spared)).toEqual(other)
    expect(await tokens(repo)).toHaveLength(21)
  })

  test('of the links of each kind', async ({ scope, repo }) => {
    const ana = await scopeFixture(scope)
    await magicLinkTokenFixture(scope, ana.user)
    await Accounts.generateUserSessionToken(scope, ana.user)
    for (let n = 0; n < 22; n += 1) await askForAddress(ana, `new@example.com`)

    const kinds = Map.groupBy(await tokens(repo), ({ context }) => context)
    expect([...kinds].map(([kind, rows]) => [kind, rows.length])).toEqual([
      ['login', 1],
      ['session', 1],
      [`change:${ana.user.email}`, 20],
    ])
  })

  const askForAddress = (own: UserScope, email: string) =>
    Accounts.deliverUserUpdateEmailInstructions(own, { ...own.user, email }, (token) => token)

  test('of the sessions of a sandbox, whosever they are', async ({ scope, repo }) => {
    const [ana, bo] = [await confirmedUserFixture(scope), await confirmedUserFixture(scope)]
    const first = await Accounts.generateUserSessionToken(scope, ana)
    await Promise.all(times(199, () => Accounts.generateUserSessionToken(scope, bo)))
    expect(await Accounts.getUserBySessionToken(scope, first)).not.toBeNull()

    await Accounts.generateUserSessionToken(scope, ana)

    expect(await Accounts.getUserBySessionToken(scope, first)).toBeNull()
    expect(await tokens(repo)).toHaveLength(200)
    expect((await countKept({ repo })).sessions).toEqual({ count: 200, most: 200 })
  })
})

describe('countKept', () => {
  test('says what there is, and what there may be', async ({ scope, repo }) => {
    await scopeFixture(scope)

    expect(await countKept({ repo })).toEqual({
      users: { count: 1, most: 50 },
      sessions: { count: 0, most: 200 },
    })
  })
})

describe('Sandboxes', () => {
  withHouse('opens each sandbox with its limits', async ({ house }) => {
    const sandboxes = await house.open()
    const visitor = await newVisitor(sandboxes)

    await using(sandboxes.findOrCreate(visitor), async (sandbox) => {
      const attempts = times(60, () => insertUser(sandbox, uniqueEmail()))
      const outcomes = await Promise.allSettled(attempts)

      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(50)
      expect(await sandbox.repo.all(users)).toHaveLength(50)
    })
  })
})
