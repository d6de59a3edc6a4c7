import { test as base } from 'vitest'
import type { Clock } from '#lib/clock.ts'
import { migrateToLatest } from '#repo/migrator.ts'
import type { Repo } from '#repo/repo.ts'
import { openSqlite } from '#repo/sqlite/sqlite.ts'
import type { SiteTables } from '#repo/site-tables.ts'

/** A clock that stands still until it is moved. Starts at 2026-01-12 09:00 UTC. */
export class TestClock implements Clock {
  #now = Date.UTC(2026, 0, 12, 9)

  now(): number {
    return this.#now
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds
  }
}

interface Fixtures {
  readonly clock: TestClock
  /** A sandbox's database: fresh, migrated, in memory. */
  readonly repo: Repo
  /** The site's own database, likewise. */
  readonly siteRepo: Repo<SiteTables>
}

export const test = base.extend<Fixtures>({
  clock: async ({}, use) => use(new TestClock()),

  repo: async ({ clock }, use) => {
    const repo = await openSqlite({ memory: true, clock })
    await migrateToLatest(repo)
    await use(repo)
    await repo.close()
  },

  siteRepo: async ({ clock }, use) => {
    const repo = await openSqlite<SiteTables>({ memory: true, clock })
    await migrateToLatest(repo, 'site')
    await use(repo)
    await repo.close()
  },
})
