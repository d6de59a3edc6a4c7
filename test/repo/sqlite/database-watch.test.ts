import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { change } from '#changeset/changeset.ts'
import { loaded } from '#changeset/schema.ts'
import type { DatabaseChanges } from '#trace/database-change.ts'
import { fail } from '#lib/result.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import { test } from '../../support/repo.ts'
import { registration, users } from '../schemas.ts'

/** What the database says was changed while `fn` ran. */
async function changesOf(fn: () => Promise<unknown>): Promise<DatabaseChanges> {
  const recorder = new Recorder({ id: '1', title: 'test', persona: 'you' })
  await collect(recorder, fn)
  return recorder.changes
}

const rowsOf = async (fn: () => Promise<unknown>) => (await changesOf(fn)).rows

describe('a request that is watched', () => {
  test('is told of another case, in a column that knows none', async ({ repo }) => {
    const ana = await repo.insertOrThrow(registration('ana@b'))

    const { rows } = await changesOf(() =>
      repo.update(change(loaded(users, ana), { email: 'ANA@b' })),
    )

    expect(rows).toMatchObject([{ table: 'users', kind: 'updated', columns: ['email'] }])
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

  test('and one that is not makes no triggers', async ({ repo }) => {
    await repo.insert(registration('ana@b'))

    const { rows } = await sql`select name from sqlite_temp_schema`.execute(repo.db)
    expect(rows).toEqual([])
  })

  test('leaves nothing of it in the file', async ({ repo }) => {
    await changesOf(() => repo.insert(registration('ana@b')))

    const { rows } =
      await sql`select name from sqlite_schema where sql like '%glasshouse%'`.execute(repo.db)
    expect(rows).toEqual([])
  })
})

describe('a change of the schema', () => {
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

const index = (name: string, table: string) => ({ type: 'index', name, table })
