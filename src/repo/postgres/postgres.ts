/** The door of PostgreSQL: whoever opens a database there comes in here. */
import { sql } from 'kysely'
import type { Clock } from '#lib/clock.ts'
import { Repo } from '../repo.ts'
import type { Tables as SandboxTables } from '../tables.ts'
import { Pool, type PoolOptions } from './pool.ts'
import { postgresEngine } from './postgres-engine.ts'

/** Which database is opened, how long it is waited for, and by how many at once. */
export type PostgresOptions = PoolOptions & {
  /** Tells `inserted_at` and `updated_at`. */
  readonly clock?: Clock | undefined
}

/**
 * A repo over a database in PostgreSQL 14 or newer. Throws a `DatabaseError` for
 * one that it cannot reach, or that has no `citext`. Close it with `close()`.
 *
 * @example
 * const repo = await openPostgres({ url, clock: ana.clock })
 * repo.clock
 * // => ana.clock
 * await repo.close()
 */
export async function openPostgres<Tables = SandboxTables>({
  clock,
  ...options
}: PostgresOptions): Promise<Repo<Tables>> {
  const pool = new Pool(options)
  const repo = Repo.over<Tables>(postgresEngine(pool), { clock })
  try {
    // Addresses are compared without regard to case. Whoever owns a database may create it.
    await ensureCitext(repo)
  } catch (error) {
    await repo.close()
    throw error
  }
  return repo
}

async function ensureCitext<Tables>({ db }: Repo<Tables>): Promise<void> {
  const { rows } = await sql`select 1 from pg_extension where extname = 'citext'`.execute(db)
  // Two that make it at once: the second is told that it is there.
  if (rows.length === 0)
    await sql`create extension if not exists citext schema public`
      .execute(db)
      .catch(async (error: unknown) => {
        const again = await sql`select 1 from pg_extension where extname = 'citext'`.execute(db)
        if (again.rows.length === 0) throw error
      })
}
