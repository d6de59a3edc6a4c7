import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { change } from '#lib/changeset/changeset.ts'
import { loaded } from '#lib/changeset/schema.ts'
import { NO_CHANGES, type DatabaseChanges } from '#lib/database-change.ts'
import { fail } from '#lib/result.ts'
import { migrateDown, migrateToLatest } from '#repo/migrator.ts'
import type { Repo } from '#repo/repo.ts'
import { collect, Recorder, untraced } from '#trace/trace.ts'
import { test } from '../../support/repo.ts'
import { registration, users } from '../schemas.ts'

/** What the database says was changed while `fn` ran. */
async function changesOf(fn: () => Promise<unknown>): Promise<DatabaseChanges> {
  const recorder = new Recorder({ id: '1', title: 'test', persona: 'you' })
  await collect(recorder, fn)
  return recorder.changes
}

const rowsOf = async (fn: () => Promise<unknown>) => (await changesOf(fn)).rows

const tokenFor = (repo: Repo, userId: number, token = new Uint8Array([userId])) =>
  repo.db
    .insertInto('users_tokens')
    .values({ user_id: userId, token, context: 'login', inserted_at: 0 })
    .execute()

describe('a request', () => {
  test('is told which rows it wrote', async ({ repo }) => {
    const rows = await rowsOf(async () => {
      await repo.insert(registration('ana@b'))
      await repo.insert(registration('bo@b'))
    })

    expect(rows).toEqual([
      { table: 'users', key: '1', kind: 'inserted', columns: [] },
      { table: 'users', key: '2', kind: 'inserted', columns: [] },
    ])
  })

  test('is told which columns hold something else now, to the letter', async ({ repo, clock }) => {
    const ana = await repo.insertOrThrow(registration('ana@b'))
    clock.advance(1)

    const rows = await rowsOf(() =>
      repo.update(change(loaded(users, ana), { email: 'ANA@b', confirmed_at: null })),
    )

    const columns = ['email', 'updated_at']
    expect(rows).toEqual([{ table: 'users', key: '1', kind: 'updated', columns }])
  })

  test('is told nothing of a row that was written as it was', async ({ repo }) => {
    await repo.insertOrThrow(registration('ana@b'))

    expect(
      await rowsOf(() => repo.db.updateTable('users').set({ email: 'ana@b' }).execute()),
    ).toEqual([])
  })

  test('is told what a deleted row took along', async ({ repo }) => {
    const ana = await repo.insertOrThrow(registration('ana@b'))
    await tokenFor(repo, ana.id)

    const rows = await rowsOf(() => repo.deleteAll(users, { email: 'ana@b' }))

    expect(rows).toContainEqual({ table: 'users', key: '1', kind: 'deleted', columns: [] })
    expect(rows).toContainEqual({ table: 'users_tokens', key: '1', kind: 'deleted', columns: [] })
  })

  test('is told of a row once, however often it was written', async ({ repo }) => {
    const ana = await repo.insertOrThrow(registration('ana@b'))

    const rows = await rowsOf(async () => {
      await repo.insertOrThrow(registration('passing@b'))
      await repo.deleteAll(users, { email: 'passing@b' })
      await repo.update(change(loaded(users, ana), { email: 'a@b' }))
      await repo.db.updateTable('users').set({ confirmed_at: 1 }).execute()
    })

    expect(rows).toEqual([
      { table: 'users', key: '1', kind: 'updated', columns: ['email', 'confirmed_at'] },
    ])
  })

  test('is told nothing of what was refused or rolled back', async ({ repo }) => {
    await repo.insertOrThrow(registration('ana@b'))

    const changes = await changesOf(async () => {
      await repo.insert(registration('ANA@b'))
      await repo.transact(async (tx) => {
        await tx.insert(registration('bo@b'))
        return fail('not today')
      })
      await repo.transact(async (tx) => {
        await tx.insert(registration('cleo@b'))
        await tx.transact(async (inner) => {
          await inner.insert(registration('dan@b'))
          return fail('not this one')
        })
      })
    })

    expect(changes.rows).toEqual([{ table: 'users', key: '2', kind: 'inserted', columns: [] }])
  })

  test('is told what it changed itself, and not what others did meanwhile', async ({ repo }) => {
    const emails = Array.from({ length: 20 }, (_, n) => `user${n}@b`)

    const changes = await Promise.all(
      emails.map(async (email) => {
        let id = 0
        const rows = await rowsOf(async () => {
          id = (await repo.insertOrThrow(registration(email))).id
          await tokenFor(repo, id)
        })
        return { rows, id }
      }),
    )

    for (const { rows, id } of changes) {
      const tables = [
        expect.objectContaining({ table: 'users', key: String(id) }),
        expect.objectContaining({ table: 'users_tokens' }),
      ]
      expect(rows).toEqual(tables)
    }
  })

  test('is not told of what nobody watched', async ({ repo }) => {
    const rows = await rowsOf(async () => {
      await repo.insert(registration('ana@b'))
      await untraced(() => repo.insert(registration('bo@b')))
      await repo.all(users)
    })

    expect(rows.map(({ key }) => key)).toEqual(['1'])
  })

  test('is told of two hundred rows, and that there were more', async ({ repo }) => {
    const many = sql`
      with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < 300)
      insert into users (email, inserted_at, updated_at)
      select 'user' || n || '@b', 0, 0 from numbers`

    const { rows, complete } = await changesOf(() => many.execute(repo.db))

    expect(rows).toHaveLength(200)
    expect(complete).toBe(false)
  })

  test('has no more than two hundred notes kept for it, however long it writes', async ({
    repo,
  }) => {
    let notes: unknown
    await changesOf(() =>
      repo.transact(async ({ db }) => {
        for (let n = 0; n < 250; n += 1)
          await sql`insert into users (email, inserted_at, updated_at) values (${`user${n}@b`}, 0, 0)`.execute(
            db,
          )
        const count = sql`select count(*) as count from temp.glasshouse_row_changes`
        notes = (await count.execute(db)).rows[0]
      }),
    )

    expect(notes).toEqual({ count: 200 })
  })

  test('that nobody traces makes no triggers', async ({ repo }) => {
    await repo.insert(registration('ana@b'))

    const { rows } = await sql`select name from sqlite_temp_schema`.execute(repo.db)
    expect(rows).toEqual([])
  })

  test('gets the same answers from the database as if nobody watched', async ({ repo }) => {
    const write = () => repo.db.updateTable('users').set({ confirmed_at: 1 }).executeTakeFirst()
    const recorder = new Recorder({ id: '1', title: 'test', persona: 'you' })
    const ana = await collect(recorder, () => repo.insertOrThrow(registration('ana@b')))
    const { numUpdatedRows } = await collect(recorder, write)
    const { rows } =
      await sql`select name from sqlite_schema where sql like '%glasshouse%'`.execute(repo.db)

    expect(ana.id).toBe(1)
    expect(numUpdatedRows).toBe(1n)
    expect(rows).toEqual([])
  })
})

describe('a change of the schema', () => {
  test('is told of by what came and went', async ({ repo }) => {
    const { rows, schema } = await changesOf(async () => {
      await sql`drop index users_email_index`.execute(repo.db)
      await sql`create table notes (id integer primary key)`.execute(repo.db)
    })

    expect(rows).toEqual([])
    expect(schema).toEqual([
      { kind: 'dropped', type: 'index', name: 'users_email_index', table: 'users' },
      { kind: 'created', type: 'table', name: 'notes', table: 'notes' },
    ])
  })

  test('is told of as altered when it was put back, and not at all when it was rolled back', async ({
    repo,
  }) => {
    const changes = await changesOf(async () => {
      await sql`drop index users_tokens_user_id_index`.execute(repo.db)
      await sql`create index users_tokens_user_id_index on users_tokens (user_id)`.execute(repo.db)
      await repo.transact(async ({ db }) => {
        await sql`drop table users_tokens`.execute(db)
        return fail('on second thoughts')
      })
    })

    expect(changes.schema).toEqual([
      { ...index('users_tokens_user_id_index', 'users_tokens'), kind: 'altered' },
    ])
  })

  test('of a migration is told of, and so are rows after it', async ({ repo }) => {
    const down = await changesOf(async () => {
      while (await migrateDown(repo));
    })
    const up = await changesOf(() => migrateToLatest(repo))
    const rows = await rowsOf(() => repo.insert(registration('ana@b')))

    const names = (changes: DatabaseChanges) => changes.schema.map(({ name }) => name).sort()
    expect(down.schema.every(({ kind }) => kind === 'dropped')).toBe(true)
    expect(names(down)).toContain('users')
    expect(names(up)).toEqual(names(down))
    expect([...down.rows, ...up.rows]).toEqual([])
    expect(rows).toEqual([{ table: 'users', key: '1', kind: 'inserted', columns: [] }])
  })

  test('may touch a column that is watched, in a transaction and after one', async ({ repo }) => {
    const rows = await rowsOf(async () => {
      await repo.insert(registration('ana@b'))
      await repo.transact(async ({ db }) => {
        await sql`alter table users drop column confirmed_at`.execute(db)
        return fail('not yet')
      })
      await sql`alter table users drop column confirmed_at`.execute(repo.db)
      await repo.db.updateTable('users').set({ email: 'a@b' }).execute()
    })

    expect(rows).toEqual([{ table: 'users', key: '1', kind: 'inserted', columns: [] }])
    expect(
      await rowsOf(() => repo.db.updateTable('users').set({ email: 'z@b' }).execute()),
    ).toEqual([{ table: 'users', key: '1', kind: 'updated', columns: ['email'] }])
  })
})

test('rows are told of that are written after a change of the schema, in the same transaction', async ({
  repo,
}) => {
  const rows = await rowsOf(() =>
    repo.transact(async ({ db }) => {
      await sql`insert into users (email, inserted_at, updated_at) values ('ana@b', 0, 0)`.execute(
        db,
      )
      await sql`create table notes (id integer primary key)`.execute(db)
      await sql`insert into notes default values`.execute(db)
    }),
  )

  expect(rows).toEqual([
    { table: 'users', key: '1', kind: 'inserted', columns: [] },
    { table: 'notes', key: '1', kind: 'inserted', columns: [] },
  ])
})

test('a change of the schema that was rolled back hides no row that comes later', async ({
  repo,
}) => {
  const rows = await rowsOf(async () => {
    await repo.transact(async (tx) => {
      await sql`create table notes (id integer primary key)`.execute(tx.db)
      await tx.insert(registration('ana@b'))
      return fail('on second thoughts')
    })
    await repo.insert(registration('bo@b'))
  })

  expect(rows).toEqual([{ table: 'users', key: '1', kind: 'inserted', columns: [] }])
})

test('a request that only looks changes nothing', async ({ repo }) => {
  expect(await changesOf(() => repo.all(users))).toEqual(NO_CHANGES)
})

const index = (name: string, table: string) => ({ type: 'index', name, table })
