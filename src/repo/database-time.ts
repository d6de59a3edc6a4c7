import { PostgresDialect, sql } from 'kysely'
import type { Repo } from './repo.ts'

/**
 * What tells the time of a database that several servers share: all of them see
 * that one clock, and no statement that runs for long stops it. Milliseconds
 * since 1970, UTC. `null` for a database in a file, which has one server.
 */
export function timeOf<Tables>({ db, engine }: Repo<Tables>): (() => Promise<number>) | null {
  if (!(engine.dialect instanceof PostgresDialect)) return null
  return async () => {
    const { rows } = await sql<{ now: number | string }>`
      select (extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(db)
    return Number(rows[0]?.now)
  }
}
