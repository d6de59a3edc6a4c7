import { test as base } from 'vitest'
import type { Clock } from '#lib/clock.ts'
import { migrateToLatest, type MigrationSet } from '#repo/migrator.ts'
import type { Repo } from '#repo/repo.ts'
import { openSqlite } from '#repo/sqlite/sqlite.ts'
import type { SiteTables } from '#repo/site-tables.ts'
import type { Tables } from '#repo/tables.ts'
import { openNewDatabase } from './postgres-databases.ts'

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
  /** A sandbox's database: fresh, migrated, in memory; in PostgreSQL where the project says so. */
  readonly repo: Repo
  /** The site's own database, likewise. */
  readonly siteRepo: Repo<SiteTables>
}

/** Whether these tests are run once more with PostgreSQL. */
export const WITH_POSTGRES = process.env['TEST_ENGINE'] === 'postgres'

/** A database with the tables of a sandbox or of the site, which is gone when it is closed. */
export async function openMigrated<Of>(set: MigrationSet, clock: Clock): Promise<Repo<Of>> {
  if (WITH_POSTGRES) return openNewDatabase<Of>(set, { clock })
  const repo = await openSqlite<Of>({ memory: true, clock })
  await migrateToLatest(repo, set)
  return repo
}

export const test = base.extend<Fixtures>({
  clock: async ({}, use) => use(new TestClock()),

  repo: async ({ clock }, use) => {
    const repo = await openMigrated<Tables>('sandbox', clock)
    await use(repo)
    await repo.close()
  },

  siteRepo: async ({ clock }, use) => {
    const repo = await openMigrated<SiteTables>('site', clock)
    await use(repo)
    await repo.close()
  },
})
