/** The door of SQLite: whoever opens a database or makes a template comes in here. */
import { randomBytes } from 'node:crypto'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { sql } from 'kysely'
import type { Clock } from '#lib/clock.ts'
import { migrateToLatest, schemaVersion } from '../migrator.ts'
import { Repo } from '../repo.ts'
import type { Tables as SandboxTables } from '../tables.ts'
import type { RowLimit } from './row-limits.ts'
import { sqliteEngine } from './sqlite-engine.ts'
import { Sqlite3Handle, type Sqlite3Options } from './sqlite3-handle.ts'

/** Which database is opened, and what holds for all that is written to it. */
export type SqliteOptions = Sqlite3Options & {
  /** Tells `inserted_at` and `updated_at`. */
  readonly clock?: Clock | undefined
  /** How many rows its tables may hold. */
  readonly rowLimits?: readonly RowLimit[]
}

/**
 * A repo over a file, or over a database that is gone when it is closed. Throws
 * a `DatabaseError` for a file that it cannot open. Close it with `close()`.
 *
 * @example
 * const repo = await openSqlite({ memory: true, clock: ana.clock })
 * repo.clock
 * // => ana.clock
 * await repo.close()
 */
export async function openSqlite<Tables = SandboxTables>({
  clock,
  rowLimits = [],
  ...options
}: SqliteOptions): Promise<Repo<Tables>> {
  const handle = await Sqlite3Handle.open(options)
  return Repo.over<Tables>(sqliteEngine(handle, { rowLimits }), { clock })
}

/**
 * Makes an empty, migrated database file, of which each new sandbox is a copy:
 * copying takes a fraction of the time that migrating takes. The file is put in
 * place in one step, so that a server that starts at the same moment, or copies
 * the old one, sees a whole one.
 *
 * @example
 * const file = `${folder}/template.db`
 * await createTemplate(file)
 * const repo = await openSqlite({ file, readOnly: true })
 * await isFromTemplate(repo)
 * // => true
 * await repo.close()
 */
export async function createTemplate(file: string): Promise<void> {
  const draft = `${file}.${randomBytes(6).toString('hex')}.draft`
  await mkdir(dirname(file), { recursive: true })
  try {
    const repo = await openSqlite({ file: draft })
    try {
      await migrateToLatest(repo)
      await sql.raw(`pragma user_version = ${schemaVersion()}`).execute(repo.db)
      await sql`pragma wal_checkpoint(truncate)`.execute(repo.db)
    } finally {
      // Closing takes the files beside it away; only the one file is copied.
      await repo.close()
    }
    await rename(draft, file)
  } finally {
    await Promise.all(['', '-wal', '-shm'].map((end) => rm(draft + end, { force: true })))
  }
}

/**
 * The last number that each table has given to a row, whether that row is there or
 * not: none is given twice.
 *
 * @example
 * const { users } = await lastNumbers(sandbox.repo)
 * users > 0
 * // => true
 */
export async function lastNumbers<Tables>({
  db,
}: Repo<Tables>): Promise<Readonly<Record<string, number>>> {
  const { rows } = await sql<{ name: string; seq: number }>`
    select name, seq from sqlite_sequence`.execute(db)
  return Object.fromEntries(rows.map(({ name, seq }) => [name, seq]))
}

/**
 * Whether a database was made from this server's template. A file that was cut
 * off, written by another program or left by another version says something else.
 *
 * @example
 * await isFromTemplate(sandbox.repo)
 * // => true
 */
export async function isFromTemplate<Tables>(repo: Repo<Tables>): Promise<boolean> {
  const { rows } = await sql<{ user_version: number }>`pragma user_version`.execute(repo.db)
  return rows[0]?.user_version === schemaVersion()
}

/**
 * Whether every page of a database says what it should. It reads all of them, so it is for small ones, and for
 * those of which somebody has a reason to ask.
 *
 * @example
 * await isWhole(sandbox.repo)
 * // => true
 */
export async function isWhole<Tables>(repo: Repo<Tables>): Promise<boolean> {
  const { rows } = await sql<{ quick_check: string }>`pragma quick_check(1)`.execute(repo.db)
  return rows.length === 1 && rows[0]?.quick_check === 'ok'
}

/**
 * Which SQLite this process runs, as in `3.51.2`. It is compiled into a package,
 * so only asking it tells.
 *
 * @example
 * const repo = await openSqlite({ memory: true })
 * const [major] = (await sqliteVersion(repo)).split('.')
 * major
 * // => '3'
 * await repo.close()
 */
export async function sqliteVersion<Tables>(repo: Repo<Tables>): Promise<string> {
  const { rows } = await sql<{ version: string }>`select sqlite_version() as version`.execute(
    repo.db,
  )
  return rows[0]!.version
}
