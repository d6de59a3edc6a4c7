import { sql } from 'kysely'
import { DatabaseError } from '../database-error.ts'
import type { Engine } from '../engine.ts'
import { constraintsOf, constraintViolation } from './constraint-violation.ts'
import type { Pool } from './pool.ts'
import { OurDialect } from './postgres-dialect.ts'
import { postgresInspector } from './postgres-inspector.ts'
import { RowWatch, Triggers } from './row-watch.ts'
import { postgresConstraints } from './switch-constraints.ts'

/** PostgreSQL as a repo asks for it. */
export function postgresEngine(pool: Pool): Engine {
  const triggers = new Triggers()
  return Object.freeze({
    dialect: new OurDialect(pool),
    watch: (connection) => new RowWatch(connection, triggers),
    violationOf: constraintViolation,
    constraintsOf,
    inspect: postgresInspector,
    constraints: postgresConstraints,
    // Not `now()`: that one stands still for as long as a transaction is open.
    sharedTime: sql`(extract(epoch from clock_timestamp()) * 1000)::bigint`,
    copyTo: isNoFile,
    restoreFrom: isNoFile,
    close: () => pool.end(),
  } satisfies Engine)
}

const isNoFile = (): Promise<never> =>
  Promise.reject(
    new DatabaseError('A PostgreSQL database is no file. Copy it with pg_dump and pg_restore.', {
      code: 'NO_FILE',
    }),
  )
