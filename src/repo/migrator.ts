/// <reference types="vite/client" />
/**
 * Brings a database's tables up to date, one migration after the other. Those
 * of sandboxes lie in `migrations/`, those of the site's own database in
 * `migrations/site/`. They are part of the built server: nothing reads them
 * from disk while it runs.
 */
import { basename } from 'node:path'
import { sql } from 'kysely'
import { Migrator, NO_MIGRATIONS, type Migration, type MigrationResultSet } from 'kysely/migration'
import { MissingTableError } from './database-error.ts'
import { MIGRATIONS, MIGRATIONS_LOCK } from './migration-tables.ts'
import type { Repo } from './repo.ts'
import { MIGRATIONS as SANDBOX_MIGRATIONS } from './sandbox-migrations.ts'

export type MigrationSet = 'sandbox' | 'site'

export interface MigrationStatus {
  /** `2026_01_12_090000_create_users_auth_tables` */
  readonly name: string
  /** `migrations/2026_01_12_090000_create_users_auth_tables.ts` */
  readonly file: string
  /** Milliseconds since 1970, UTC, or `null` while it has not run. */
  readonly ranAt: number | null
}

export interface MigrationRun {
  readonly name: string
  readonly direction: 'up' | 'down'
}

const FILES: Readonly<Record<MigrationSet, Readonly<Record<string, Migration>>>> = {
  sandbox: SANDBOX_MIGRATIONS,
  site: import.meta.glob<Migration>('/migrations/site/*.ts', { eager: true }),
}

/** Runs every migration that has not run yet: all of them, or none. In Ecto: `mix ecto.migrate`. */
export async function migrateToLatest<Tables>(
  repo: Repo<Tables>,
  set: MigrationSet = 'sandbox',
): Promise<readonly MigrationRun[]> {
  return runsOf(await migratorFor(repo, set).migrateToLatest())
}

/**
 * Takes every migration of a sandbox back and runs them all again, with this
 * module in the place of the one in that file.
 */
export async function migrateAnewWith<Tables>(
  repo: Repo<Tables>,
  file: string,
  instead: Readonly<Record<string, unknown>>,
): Promise<void> {
  const name = basename(file, '.ts')
  const { up } = instead
  if (!(name in byName('sandbox')) || typeof up !== 'function')
    throw new Error(`migrateAnewWith: ${file} is no migration of a sandbox that has an up.`)
  await migrateToNone(repo)
  // What it does with a database is its own matter: it is the same file, but for a line.
  const all = { ...byName('sandbox'), [name]: { up: up as Migration['up'] } }
  runsOf(await migratorOver(repo, all).migrateToLatest())
}

/** Runs the next migration, if there is one. */
export async function migrateUp<Tables>(
  repo: Repo<Tables>,
  set: MigrationSet = 'sandbox',
): Promise<MigrationRun | null> {
  return runsOf(await migratorFor(repo, set).migrateUp())[0] ?? null
}

/** Takes the latest migration back, if there is one. In Ecto: `mix ecto.rollback`. */
export async function migrateDown<Tables>(
  repo: Repo<Tables>,
  set: MigrationSet = 'sandbox',
): Promise<MigrationRun | null> {
  return runsOf(await migratorFor(repo, set).migrateDown())[0] ?? null
}

/** Takes every migration back, the latest first. In Ecto: `mix ecto.rollback --all`. */
export async function migrateToNone<Tables>(
  repo: Repo<Tables>,
  set: MigrationSet = 'sandbox',
): Promise<readonly MigrationRun[]> {
  return runsOf(await migratorFor(repo, set).migrateTo(NO_MIGRATIONS))
}

/** All migrations, oldest first, and when each ran. In Ecto: `mix ecto.migrations`. */
export async function listMigrations<Tables>(
  repo: Repo<Tables>,
  set: MigrationSet = 'sandbox',
): Promise<readonly MigrationStatus[]> {
  const migrations = await migratorFor(repo, set).getMigrations()
  return migrations.map(({ name, executedAt }) => ({
    name,
    file: `migrations/${set === 'site' ? 'site/' : ''}${name}.ts`,
    ranAt: executedAt?.getTime() ?? null,
  }))
}

/** How many have not run. Cheaper than the list. */
export async function countPendingMigrations<Tables>(
  { db }: Repo<Tables>,
  set: MigrationSet = 'sandbox',
): Promise<number> {
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(MIGRATIONS)}`.execute(
    db,
  )
  const ran = new Set(rows.map(({ name }) => name))
  return Object.keys(byName(set)).filter((name) => !ran.has(name)).length
}

/**
 * What this database has run and this program does not have: a newer one has written it. Its tables may be
 * others than those that are asked for here.
 */
export async function listUnknownMigrations<Tables>(
  { db }: Repo<Tables>,
  set: MigrationSet = 'sandbox',
): Promise<readonly string[]> {
  const known = byName(set)
  try {
    const names = sql<{ name: string }>`select name from ${sql.table(MIGRATIONS)} order by name`
    const { rows } = await names.execute(db)
    return rows.map(({ name }) => name).filter((name) => !Object.hasOwn(known, name))
  } catch (error) {
    // A new database has run nothing.
    if (error instanceof MissingTableError) return []
    throw error
  }
}

/** A number that changes when a migration is added, renamed or taken away. Never 0, as an empty file has. */
export function schemaVersion(set: MigrationSet = 'sandbox'): number {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(Object.keys(byName(set)).sort().join('\n')))
    hash = Math.imul(hash ^ byte, 0x01000193)
  return (hash & 0x7fff_ffff) | 1
}

const migratorFor = <Tables>(repo: Repo<Tables>, set: MigrationSet): Migrator =>
  migratorOver(repo, byName(set))

function migratorOver<Tables>(repo: Repo<Tables>, all: Record<string, Migration>): Migrator {
  return new Migrator({
    db: repo.db,
    provider: { getMigrations: () => Promise.resolve(all) },
    migrationTableName: MIGRATIONS,
    migrationLockTableName: MIGRATIONS_LOCK,
  })
}

function byName(set: MigrationSet): Record<string, Migration> {
  return Object.fromEntries(
    Object.entries(FILES[set]).map(([path, migration]) => [basename(path, '.ts'), migration]),
  )
}

function runsOf({ error, results = [] }: MigrationResultSet): readonly MigrationRun[] {
  const failed = results.find(({ status }) => status === 'Error')
  if (error !== undefined)
    throw new Error(`migrate: ${failed?.migrationName ?? 'the migrations'} failed.`, {
      cause: error,
    })
  return results.map(({ migrationName, direction }) => ({
    name: migrationName,
    direction: direction === 'Up' ? 'up' : 'down',
  }))
}
