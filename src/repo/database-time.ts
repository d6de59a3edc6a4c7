import { sql } from 'kysely'
import type { Repo } from './repo.ts'

/**
 * What tells the time of a database that several servers share: all of them see
 * that one clock. Milliseconds since 1970, UTC. `null` for a database in a file,
 * which has one server.
 */
export function timeOf<Tables>({ db, engine }: Repo<Tables>): (() => Promise<number>) | null {
  const { sharedTime } = engine
  if (sharedTime === null) return null
  return async () => {
    const { rows } = await sql<{ now: number | string }>`select ${sharedTime} as now`.execute(db)
    return Number(rows[0]?.now)
  }
}
