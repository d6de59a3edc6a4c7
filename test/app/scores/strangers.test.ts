import { describe, expect, vi } from 'vitest'
import type { Scope, UserScope } from '#app/accounts/scope.ts'
import { Organizations } from '#app/organizations/organizations.ts'
import { Scores } from '#app/scores/scores.ts'
import { noteScope } from '#app/web/who-asks.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import { confirmedUserFixture, scopeFixture, test } from '../../support/fixtures.ts'
import {
  adminScopeFixture,
  memberScopeFixture,
  organizationScopeFixture,
} from '../../support/organization-fixtures.ts'
import { scoreFixture } from '../../support/score-fixtures.ts'
import { WITH_POSTGRES } from '../../support/repo.ts'

const named = async (scope: Scope, name: string) =>
  scopeFixture(scope, await confirmedUserFixture(scope, { email: `${name}@example.test` }))

/** The strangers that the trace tells of when `fn` runs for this scope. */
async function strangersFor(asking: Scope, fn: () => Promise<unknown>): Promise<unknown> {
  const recorder = new Recorder({ id: '1', title: 'test', persona: 'you' })
  await collect(recorder, async () => {
    noteScope(asking)
    await fn()
  })
  return recorder.snapshot().steps.flatMap(({ data }) => data['strangers'] ?? [])
}

const anas = (key: string) => ({ table: 'scores', key, owner: 'ana' })

describe('a score of somebody else', () => {
  test('is told of when it was read, by its owner’s name and its key alone', async ({ scope }) => {
    const [ana, bo] = [await named(scope, 'ana'), await named(scope, 'bo')]
    const { id } = await scoreFixture(ana)
    await scoreFixture(bo)
    const byId = () => scope.repo.db.selectFrom('scores').selectAll().where('id', '=', id).execute()

    expect(await strangersFor(bo, byId)).toEqual([anas(String(id))])
    expect(await strangersFor(ana, byId)).toEqual([])
    expect(await strangersFor(scope, byId)).toEqual([anas(String(id))])
  })

  test('is one among one’s own', async ({ scope }) => {
    const [ana, bo] = [await named(scope, 'ana'), await named(scope, 'bo')]
    await scoreFixture(bo)
    const { id } = await scoreFixture(ana)

    const read = () => scope.repo.db.selectFrom('scores').select(['id as number']).execute()

    expect(await strangersFor(bo, read)).toEqual([anas(String(id))])
  })

  test('is known in a query of several tables', async ({ scope }) => {
    const [ana, bo] = [await named(scope, 'ana'), await named(scope, 'bo')]
    const { id } = await scoreFixture(ana)
    const read = () =>
      scope.repo.db
        .selectFrom('users')
        .innerJoin('scores as s', 's.user_id', 'users.id')
        .select(['users.id as user', 's.id', 's.points'])
        .execute()

    expect(await strangersFor(bo, read)).toEqual([anas(String(id))])
  })

  test.for(['update', 'delete'] as const)('is told of at an %s', async (verb, { scope }) => {
    const [ana, bo] = [await named(scope, 'ana'), await named(scope, 'bo')]
    const { id } = await scoreFixture(ana)
    const { db } = scope.repo
    const write = {
      update: () => db.updateTable('scores').set({ points: 0 }).where('id', '=', id).execute(),
      delete: () => db.deleteFrom('scores').where('id', '=', id).execute(),
    }[verb]

    expect(await strangersFor(bo, write)).toEqual([anas(String(id))])
  })

  test('is told of by the statement that wrote it, in a transaction', async ({ scope }) => {
    const [ana, bo] = [await named(scope, 'ana'), await named(scope, 'bo')]
    const { id } = await scoreFixture(ana)
    const own = await scoreFixture(bo)
    const recorder = new Recorder({ id: '1', title: 'test', persona: 'you' })

    await collect(recorder, async () => {
      noteScope(bo)
      await scope.repo.transact(async ({ db }) => {
        await db.updateTable('scores').set({ points: 1 }).where('id', '=', own.id).execute()
        await db.updateTable('scores').set({ points: 1 }).where('id', '=', id).execute()
        await db.updateTable('scores').set({ points: 2 }).where('id', '=', own.id).execute()
      })
    })

    const told = recorder.snapshot().steps.map(({ tag, data }) => [tag, data['strangers'] ?? null])
    expect(told.filter(([tag]) => tag === 'sql.update.scores')).toEqual([
      ['sql.update.scores', null],
      ['sql.update.scores', [anas(String(id))]],
      ['sql.update.scores', null],
    ])
  })

  test('is one though a reader took the tables of organizations back', async ({ scope }) => {
    const [ana, bo] = [await named(scope, 'ana'), await named(scope, 'bo')]
    const { id } = await scoreFixture(ana)
    await scope.repo.db.schema.alterTable('memberships').renameTo('gone').execute()

    const read = () => scope.repo.db.selectFrom('scores').selectAll().execute()

    expect(await strangersFor(bo, read)).toEqual([anas(String(id))])
  })
})

describe('no stranger', () => {
  test('is anything that the contexts give', async ({ scope }) => {
    const [ana, bo] = [await named(scope, 'ana'), await named(scope, 'bo')]
    await scoreFixture(ana)
    const { id } = await scoreFixture(bo)

    const everything = async () => {
      const score = await Scores.getScoreOrThrow(bo, id)
      await Scores.listScores(bo)
      await Scores.updateScore(bo, score, { points: '9' })
      await Scores.deleteScore(bo, score)
      await Scores.createScore(bo, { points: '1', guesses: '1' })
      await Organizations.createOrganization(bo, { name: 'Acme', slug: 'acme' })
      await Organizations.listOrganizations(bo)
    }

    expect(await strangersFor(bo, everything)).toEqual([])
  })

  test('is a score of an organization to its members, whoever made it', async ({ scope }) => {
    const [ana, bo, cy] = [
      await named(scope, 'ana'),
      await named(scope, 'bo'),
      await named(scope, 'cy'),
    ]
    const acme = await organizationScopeFixture(ana)
    await memberScopeFixture(acme, bo)
    const { id } = await scoreFixture(acme)
    const byId = () => scope.repo.db.selectFrom('scores').selectAll().where('id', '=', id).execute()

    expect(await strangersFor(bo, byId)).toEqual([])
    expect(await strangersFor(cy, byId)).toEqual([anas(String(id))])
  })

  test('is an organization to its members; to others it is', async ({ scope }) => {
    const [ana, bo] = [await named(scope, 'ana'), await named(scope, 'bo')]
    const { organization } = await organizationScopeFixture(ana, {
      name: 'Acme & Co',
      slug: 'acme',
    })
    const read = () => scope.repo.db.selectFrom('organizations').selectAll().execute()

    expect(await strangersFor(ana, read)).toEqual([])
    expect(await strangersFor(bo, read)).toEqual([
      { table: 'organizations', key: String(organization.id), owner: 'Acme & Co' },
    ])
  })

  test('is anything to an admin', async ({ scope }) => {
    const [ana, bo] = [await named(scope, 'ana'), await named(scope, 'bo')]
    await scoreFixture(ana)
    await organizationScopeFixture(ana)
    const admin = await adminScopeFixture(bo)
    const read = async () => {
      await scope.repo.db.selectFrom('scores').selectAll().execute()
      await Organizations.listAllOrganizations(admin)
    }

    expect(await strangersFor(admin, read)).toEqual([])
  })

  test('is a row of a table that declares no owner', async ({ scope }) => {
    const [, bo] = [await named(scope, 'ana'), await named(scope, 'bo')]

    const read = () => scope.repo.db.selectFrom('users').selectAll().execute()

    expect(await strangersFor(bo, read)).toEqual([])
  })
})

// An engine of PostgreSQL has a watch for each of its connections.
describe.skipIf(WITH_POSTGRES)('nothing is looked up', () => {
  const statements = async (scope: UserScope, fn: () => Promise<unknown>) => {
    const watch = scope.repo.engine.watch(await connectionOf())
    const spies = [vi.spyOn(watch, 'strangersRead'), vi.spyOn(watch, 'strangersWritten')]
    await fn()
    return spies.reduce((sum, { mock }) => sum + mock.calls.length, 0)
  }
  // An engine of SQLite has one connection, and one watch over it.
  const connectionOf = () => Promise.resolve(undefined as never)
  const act = async (scope: UserScope) => {
    await Scores.createScore(scope, { points: '1', guesses: '1' })
    await Scores.listScores(scope)
  }

  test('while nobody watches', async ({ scope }) => {
    const bo = await named(scope, 'bo')

    expect(await statements(bo, () => act(bo))).toBe(0)
    // What was written is; of what was listed each row says itself whose it is.
    expect(await statements(bo, () => strangersFor(bo, () => act(bo)))).toBe(1)
  })

  test('where nobody said who asks', async ({ scope }) => {
    const bo = await named(scope, 'bo')
    const recorder = new Recorder({ id: '1', title: 'test', persona: 'you' })

    expect(await statements(bo, () => collect(recorder, () => act(bo)))).toBe(0)
  })

  test('for tables without an owner', async ({ scope }) => {
    const bo = await named(scope, 'bo')
    const read = () => scope.repo.db.selectFrom('users').selectAll().execute()

    expect(await statements(bo, () => strangersFor(bo, read))).toBe(0)
  })
})
