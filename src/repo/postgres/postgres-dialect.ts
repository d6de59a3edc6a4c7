/** Kysely's own dialect over our pool, with three words of ours. */
import {
  PostgresAdapter,
  PostgresDialect,
  PostgresIntrospector,
  sql,
  type DatabaseIntrospector,
  type DatabaseMetadataOptions,
  type Kysely,
  type TableMetadata,
} from 'kysely'
import { sleep } from '#lib/sleep.ts'
import { untraced } from '#trace/trace.ts'
import { DatabaseBusyError } from '../database-error.ts'
import { StreamCursor, type Pool } from './pool.ts'
import { SaidInPostgres } from './said-in-postgres.ts'

export class OurDialect extends PostgresDialect {
  constructor(pool: Pool) {
    super({ pool, cursor: StreamCursor })
  }

  override createAdapter(): PostgresAdapter {
    return new OneMigratesAtATime()
  }

  override createQueryCompiler(): SaidInPostgres {
    return new SaidInPostgres()
  }

  // Kysely's own signature.
  override createIntrospector(db: Kysely<any>): DatabaseIntrospector {
    return new OfThisSchema(db)
  }
}

/** Another schema may hold tables of the same names, as those of a Phoenix project beside this one. */
class OfThisSchema extends PostgresIntrospector {
  readonly #db: Kysely<any>

  constructor(db: Kysely<any>) {
    super(db)
    this.#db = db
  }

  override async getTables(options?: DatabaseMetadataOptions): Promise<TableMetadata[]> {
    const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(
      this.#db,
    )
    const tables = await super.getTables(options)
    return tables.filter(({ schema }) => schema === rows[0]?.schema)
  }
}

const LOCK = 20_260_112
const ASK_AGAIN_EVERY = 50
const WAIT_FOR_OTHERS = 600_000

/**
 * Two servers that start at once: one migrates, the other waits and finds
 * nothing to do. The lock ends with the connection, however that ends. It is
 * asked for again and again, since a statement may not wait for long.
 */
class OneMigratesAtATime extends PostgresAdapter {
  override async acquireMigrationLock(db: Kysely<any>): Promise<void> {
    await untraced(async () => {
      const until = performance.now() + WAIT_FOR_OTHERS
      while (!(await isLocked(db))) {
        if (performance.now() > until)
          throw new DatabaseBusyError('Another server has been migrating for ten minutes.', {
            code: 'BUSY',
          })
        await sleep(ASK_AGAIN_EVERY)
      }
      // To change a table of many rows takes what it takes.
      await sql`set statement_timeout to 0`.execute(db)
    })
  }

  override async releaseMigrationLock(db: Kysely<any>): Promise<void> {
    await untraced(async () => {
      await sql`set statement_timeout to default`.execute(db)
      await sql`select pg_advisory_unlock(${sql.lit(LOCK)}, hashtext(current_schema()))`.execute(db)
    })
  }
}

async function isLocked(db: Kysely<any>): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_lock(${sql.lit(LOCK)}, hashtext(current_schema())) as locked`.execute(db)
  return rows[0]?.locked === true
}
