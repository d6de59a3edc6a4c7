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
 * const repo = await openPostgres({ url })
 * await repo.engine.inspect.tableNames(repo.db)
 * // => []
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

/**
 * Has the numbers that a database gives go on after those that are there, or after
 * `last`, where the ones before are not to be given again. For rows that brought
 * their numbers along.
 *
 * @example
 * const repo = await openPostgres({ url })
 * await countOn(repo, { users: 17 })
 * // => undefined
 * await repo.close()
 */
export async function countOn<Tables>(
  { db }: Repo<Tables>,
  last: Readonly<Record<string, number>> = {},
): Promise<void> {
  const { rows } = await sql<{ table: string; column: string; sequence: string }>`
    select relname as "table", attname as "column",
      pg_get_serial_sequence(quote_ident(relname), attname) as sequence
    from pg_class join pg_attribute on attrelid = pg_class.oid
    where relkind = 'r' and relnamespace = current_schema()::regnamespace
      and attnum > 0 and not attisdropped
      and pg_get_serial_sequence(quote_ident(relname), attname) is not null`.execute(db)
  for (const { table, column, sequence } of rows)
    await sql`
      select setval(${sequence}::regclass, greatest(number, 1), number > 0)
      from (
        select greatest(${last[table] ?? 0}::bigint, max(${sql.ref(column)})) as number
        from ${sql.table(table)}
      ) as last`.execute(db)
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
