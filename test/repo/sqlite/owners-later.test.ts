import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { declareOwner } from '#changeset/owner.ts'
import { openSqlite } from '#repo/sqlite/sqlite.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'

/** The text of a trigger that watches this table, in a database that was made alike each time. */
async function triggerOn(table: string): Promise<string> {
  const repo = await openSqlite({ memory: true })
  onTestFinished(() => repo.close())
  await sql.raw(`create table ${table} (id integer primary key, user_id integer)`).execute(repo.db)
  await collect(new Recorder({ id: '1', title: 'test', persona: 'you' }), () =>
    sql.raw(`insert into ${table} (user_id) values (1)`).execute(repo.db),
  )
  const { rows } = await sql<{ sql: string }>`
    select sql from sqlite_temp_schema where type = 'trigger' and sql like '%after insert%'`.execute(
    repo.db,
  )
  return rows[0]?.sql ?? ''
}

test('a table whose owner is declared later is watched for owners from then on', async () => {
  expect(await triggerOn('declared_later')).not.toContain('new."user_id"')

  declareOwner('declared_later', 'id', { user: 'user_id' })

  expect(await triggerOn('declared_later')).toContain('new."user_id"')
})
