/** What exercises with a database have besides. */
import { sql } from 'kysely'
import { MIGRATIONS } from '#repo/sandbox-migrations.ts'
import type { Clock } from '#lib/clock.ts'
import type { Repo } from '#repo/repo.ts'
import { openInBrowser, type Sqlite } from '#repo/sqlite/sqlite-in-browser.ts'
import type { Exports } from '../link.ts'

export const DATABASE_KIT: Readonly<Record<string, Exports>> = { kysely: { sql } }

/** A database that nobody else has, with the tables of these migrations. */
export async function openDatabase(
  sqlite: Sqlite,
  migrations: readonly string[],
  clock: Clock,
): Promise<Repo> {
  const repo = openInBrowser(sqlite, { clock })
  for (const name of migrations) {
    const migration = MIGRATIONS[`/migrations/${name}.ts`]
    if (!migration) throw new TypeError(`No migration is called ${name}.`)
    await migration.up(repo.db)
  }
  return repo
}
