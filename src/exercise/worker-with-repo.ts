/** Where exercises with a database run: SQLite is in here too. */
import { loadSqlite, type Sqlite } from '#repo/sqlite/sqlite-in-browser.ts'
import { addressOf, serve } from '#runner/in-worker.ts'
import { DATABASE_KIT, openDatabase } from './kit/database.ts'
import { KIT } from './kit/kit.ts'
import type { ExerciseTask } from './task.ts'
import { work } from './work.ts'

// Between a line of a reader and the query that it sends stand those of the repo and of Kysely.
Error.stackTraceLimit = 40

const given = { ...KIT, ...DATABASE_KIT }
let loading: Promise<Sqlite> | undefined

serve(async (message) => {
  const task = message as ExerciseTask
  if (task.sqlite) loading ??= loadSqlite(task.sqlite)
  const sqlite = await loading
  if (!sqlite) throw new TypeError('The first task brings SQLite along.')
  return work(task, {
    given,
    addressOf,
    openRepo: (clock) => openDatabase(sqlite, task.migrations, clock),
  })
})
