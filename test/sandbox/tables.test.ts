import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { NO_CHANGES, type DatabaseChanges } from '#trace/database-change.ts'
import type { Trace } from '#trace/trace-step.ts'
import { LastChanges } from '#sandbox/last-changes.ts'
import { getTable, listTables } from '#sandbox/tables.ts'
import { test } from '../support/repo.ts'
import type { Repo } from '#repo/repo.ts'

const addUsers = (repo: Repo, count: number) =>
  sql`
    with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${count})
    insert into users (email, inserted_at, updated_at)
    select 'user' || n || '@b', 0, 0 from numbers`.execute(repo.db)

describe('tables', () => {
  test('are listed with their ten newest rows', async ({ repo }) => {
    await addUsers(repo, 12)

    const [users] = await listTables({ repo })

    expect(users?.rowCount).toBe(12)
    expect(users?.rows.map(({ key }) => Number(key))).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3])
  })

  test('are shown one by one with their hundred newest rows', async ({ repo }) => {
    await addUsers(repo, 101)

    const users = await getTable({ repo }, 'users')

    expect(users?.rowCount).toBe(101)
    expect(users?.rows).toHaveLength(100)
    expect(users?.rows[0]?.key).toBe('101')
  })

  test('that are not there are null', async ({ repo }) => {
    expect(await getTable({ repo }, 'visitors')).toBeNull()
  })
})

describe('the changes of the last request', () => {
  const traceOf = (title: string): Trace => ({
    ...{ id: title, title, persona: 'you', startedAt: 0, status: 200, steps: [] },
  })
  const changes: DatabaseChanges = {
    ...NO_CHANGES,
    rows: [{ table: 'users', key: '1', kind: 'inserted', columns: [] }],
  }

  test('are those of the last action, even if it changed nothing', () => {
    const last = new LastChanges()
    expect(last.get()).toBeNull()

    last.keep(traceOf('POST /users/register'), changes, { isAction: true })
    expect(last.get()?.changes).toBe(changes)

    last.keep(traceOf('POST /users/register'), NO_CHANGES, { isAction: true })
    expect(last.get()?.changes).toBe(NO_CHANGES)
  })

  test('outlast pages that were only looked at, and not one that wrote', () => {
    const last = new LastChanges()
    last.keep(traceOf('POST /users/register'), changes, { isAction: true })

    last.keep(traceOf('GET /'), NO_CHANGES, { isAction: false })
    expect(last.get()?.trace.title).toBe('POST /users/register')

    last.keep(traceOf('GET /users/settings'), changes, { isAction: false })
    expect(last.get()?.trace.title).toBe('GET /users/settings')
  })
})
