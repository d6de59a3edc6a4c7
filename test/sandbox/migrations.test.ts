import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { ConstraintError, StaleEntryError } from '#changeset/errors.ts'
import type { Refusal } from '#lib/refusal.ts'
import { TablesChangedError, WriteRefusedError } from '#repo/database-error.ts'
import { listTableNames } from '#repo/inspect-tables.ts'
import type { Repo } from '#repo/repo.ts'
import { SandboxMigrations } from '#sandbox/migrations.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import { test } from '../support/repo.ts'

const FIRST = '2026_01_12_090000_create_users_auth_tables'

const down = async (migrations: SandboxMigrations) => {
  while (migrations.pending < (await migrations.list()).length) await migrations.run('down')
}
const errorOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error,
  )
const readUsers = (repo: Repo) => errorOf(repo.db.selectFrom('users').selectAll().execute())

describe('the migrations of a sandbox', () => {
  test('have all run in a new one', async ({ repo }) => {
    const migrations = await SandboxMigrations.of(repo)

    expect(migrations.pending).toBe(0)
    expect((await migrations.list())[0]).toMatchObject({ name: FIRST })
    expect(await migrations.run('up')).toEqual([])
    expect(await migrations.run('latest')).toEqual([])
  })

  test('go down and up again, and their tables with them', async ({ repo }) => {
    const migrations = await SandboxMigrations.of(repo)
    const before = await listTableNames(repo)

    await down(migrations)
    expect(await listTableNames(repo)).toEqual([])
    expect(await migrations.run('down')).toEqual([])

    expect(await migrations.run('up')).toEqual([{ name: FIRST, direction: 'up' }])
    await migrations.run('latest')
    expect(migrations.pending).toBe(0)
    expect(await listTableNames(repo)).toEqual(before)
  })

  test('are all taken back at once, the newest first', async ({ repo }) => {
    const migrations = await SandboxMigrations.of(repo)
    const all = await migrations.list()

    const runs = await migrations.run('none')

    expect(runs).toEqual(all.toReversed().map(({ name }) => ({ name, direction: 'down' })))
    expect(await listTableNames(repo)).toEqual([])
    expect(migrations.pending).toBe(all.length)
    expect(await migrations.run('none')).toEqual([])
  })

  test('are counted anew when the sandbox is opened', async ({ repo }) => {
    await down(await SandboxMigrations.of(repo))

    const migrations = await SandboxMigrations.of(repo)

    expect(migrations.pending).toBe((await migrations.list()).length)
  })

  test('settle whatever is pressed at once', async ({ repo }) => {
    const migrations = await SandboxMigrations.of(repo)
    const presses = ['down', 'down', 'up', 'latest', 'down', 'latest'] as const

    await Promise.all(presses.map((direction) => migrations.run(direction)))

    expect(await migrations.run('latest')).toEqual([])
    expect(migrations.pending).toBe(0)
  })

  test('are a step of the trace, with the lines that changed the schema inside', async ({
    repo,
  }) => {
    const migrations = await SandboxMigrations.of(repo)
    const recorder = new Recorder({ id: '1', title: 'test', persona: 'you' })

    await collect(recorder, () => down(migrations))

    const { steps } = recorder.snapshot()
    const run = steps.find(({ layer }) => layer === 'context')
    expect(run).toMatchObject({ name: 'Migrations.down', outcome: 'ok' })
    expect(run?.detail).toMatch(/^took back 2\d{3}_/)
    const drop = steps.find(({ tag }) => tag === 'sql.drop.users')
    expect(drop?.source?.file).toBe(`migrations/${FIRST}.ts`)
    // How the migrator finds out what there is, is its own business.
    expect(steps.filter(({ tag }) => /sqlite_master|lock/.test(tag))).toEqual([])
  })
})

describe('a query that asks for what is not there', () => {
  test('is answered with how far down the sandbox is, and with a button', async ({ repo }) => {
    const migrations = await SandboxMigrations.of(repo)
    await down(migrations)

    const refusal = migrations.refusalFor(await readUsers(repo)) as Refusal

    expect(refusal.status).toBe(409)
    expect(refusal.message).toMatch(
      /^The users table is not there\. This sandbox is \w+ migrations? down\. Run (it|them) up again\.$/,
    )
    expect(refusal.remedy).toMatchObject({
      action: '/sandbox/migrations',
      fields: { direction: 'latest' },
    })
  })

  test('of a column is answered so, too', async ({ repo }) => {
    const migrations = await SandboxMigrations.of(repo)
    await down(migrations)
    await sql`create table users (id integer primary key)`.execute(repo.db)
    const sentences = []
    for (const query of [
      sql`select email from users`,
      sql`insert into users (email) values ('ana@b')`,
    ]) {
      const error = await errorOf(query.execute(repo.db))
      sentences.push(migrations.refusalFor(error)?.message.split('. ')[0])
    }

    expect(sentences).toEqual([
      'The column email is not there',
      'The column users.email is not there',
    ])
  })

  test('is asked to come again when it is there by now', async ({ repo }) => {
    const migrations = await SandboxMigrations.of(repo)
    await down(migrations)
    const error = await readUsers(repo)
    await migrations.run('latest')

    const refusal = migrations.refusalFor(error)

    expect(refusal?.status).toBe(503)
    expect(refusal?.headers).toEqual({ 'retry-after': '1' })
  })

  test.for([
    ['a row that another refers to is gone', new WriteRefusedError('', { code: '' })],
    ['its tables changed as it ran', new TablesChangedError('', { code: '' })],
    ['the row it wrote is gone', new StaleEntryError()],
    ['a constraint is there that was not', new ConstraintError()],
  ] as const)('is asked to come again when %s', async ([, error], { repo }) => {
    const migrations = await SandboxMigrations.of(repo)
    expect(migrations.refusalFor(error)).toBeNull()

    await migrations.run('down')

    expect(migrations.refusalFor(error)?.status).toBe(503)
  })

  test('is our mistake where the request began after the change', async ({ repo }) => {
    const migrations = await SandboxMigrations.of(repo)
    await migrations.run('down')
    const after = performance.now() + 1

    expect(migrations.refusalFor(new ConstraintError(), after)).toBeNull()
    expect(migrations.refusalFor(new ConstraintError(), 0)?.status).toBe(503)
  })

  test('is our mistake where every migration has run', async ({ repo }) => {
    const migrations = await SandboxMigrations.of(repo)
    const error = await errorOf(sql`select * from nowhere`.execute(repo.db))

    expect(migrations.refusalFor(error)).toBeNull()
  })

  test('is not taken for another error', async ({ repo }) => {
    const migrations = await SandboxMigrations.of(repo)
    await down(migrations)

    expect(migrations.refusalFor(new Error('no such table: users'))).toBeNull()
    expect(migrations.refusalFor(await errorOf(sql`select nonsense(`.execute(repo.db)))).toBeNull()
  })
})

describe('a migration that the database refuses', () => {
  test('says why, changes nothing, and is counted as before', async ({ repo }) => {
    const migrations = await SandboxMigrations.of(repo)
    await down(migrations)
    const pending = migrations.pending
    await sql`create table users_tokens (id integer)`.execute(repo.db)

    const error = (await errorOf(migrations.run('latest'))) as Refusal

    expect(error.status).toBe(409)
    expect(error.message).toBe(
      'The database refused: table "users_tokens" already exists. Reset your sandbox to start afresh.',
    )
    expect(migrations.pending).toBe(pending)
    expect(await listTableNames(repo)).toEqual(['users_tokens'])
  })
})
