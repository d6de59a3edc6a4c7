import { migrateToLatest } from '#repo/migrator.ts'
import type { Repo } from '#repo/repo.ts'
import { openSqlite } from '#repo/sqlite/sqlite.ts'
import { ROW_LIMITS } from '#sandbox/limits.ts'
import { test as base } from './fixtures.ts'

/** Tests over a database that holds no more than a sandbox does. */
export const test = base.extend<{ readonly repo: Repo }>({
  repo: async ({ clock }, use) => {
    const repo = await openSqlite({ memory: true, clock, rowLimits: ROW_LIMITS })
    await migrateToLatest(repo)
    await use(repo)
    await repo.close()
  },
})
