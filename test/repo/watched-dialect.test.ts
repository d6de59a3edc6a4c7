import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { Repo } from '#repo/repo.ts'
import { sqliteEngine } from '#repo/sqlite/sqlite-engine.ts'
import { Sqlite3Handle } from '#repo/sqlite/sqlite3-handle.ts'

test('an engine is asked for one watch for each connection, however often it is used', async () => {
  const engine = sqliteEngine(await Sqlite3Handle.open({ memory: true }))
  let watches = 0
  const repo = Repo.over({
    ...engine,
    watch: (connection) => {
      watches += 1
      return engine.watch(connection)
    },
  })

  await sql`select 1`.execute(repo.db)
  await repo.transact(({ db }) => sql`select 2`.execute(db))
  await repo.close()

  expect(watches).toBe(1)
})
