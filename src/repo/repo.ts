import { CompiledQuery, Kysely } from 'kysely'
import { applyActionOrThrow } from '#changeset/apply.ts'
import type { Changeset } from '#changeset/changeset.ts'
import type { Schema } from '#changeset/schema.ts'
import type { UniquenessChecker, UniqueQuery } from '#changeset/unsafe-validate-unique.ts'
import { systemClock, type Clock } from '#lib/clock.ts'
import type { Result } from '#lib/result.ts'
import type { Source } from '#trace/trace-step.ts'
import { again } from './again.ts'
import { changesetAdapter } from './changeset-adapter.ts'
import { tableOf, toRow, type StoredRow } from './columns.ts'
import type { Engine, Operation } from './engine.ts'
import { Fifo } from './fifo.ts'
import { withTransaction } from './open-transaction.ts'
import {
  deleteWith,
  insertWith,
  updateWith,
  type OperationOptions,
  type RepoAdapter,
} from './operations.ts'
import { originNow, originPlugin, rememberOrigin } from './query-trace.ts'
import { MultipleResultsError, NoResultsError } from './results-error.ts'
import {
  byPrimaryKey,
  conditionsOf,
  equals,
  selectFrom,
  withConditions,
  type AnyTables,
  type Condition,
  type Where,
} from './schema-query.ts'
import type { Tables as SandboxTables } from './tables.ts'
import { watchedDialect } from './watched-dialect.ts'
import { recordingWrite } from './write-step.ts'

interface Parts<Tables> {
  readonly db: Kysely<Tables>
  readonly clock: Clock
  readonly engine: Engine
}

type Written<Row extends object> = Promise<Result<Row, Changeset<Row>>>
type WriteOptions = Omit<OperationOptions, 'now'>

/** One database: the site's own, or one visitor's sandbox. In Ecto: `Ecto.Repo`. */
export class Repo<Tables = SandboxTables> implements UniquenessChecker {
  /** For reading. Writes go through a changeset, so that they can be refused politely. */
  readonly db: Kysely<Tables>
  readonly clock: Clock
  /** What is different from one database to the next. In Ecto: `Repo.__adapter__/0`. */
  readonly engine: Engine
  /** Inside a transaction: whose turn it is to open the next savepoint. */
  readonly #savepoints: Fifo | null
  readonly #depth: number

  private constructor({ db, clock, engine }: Parts<Tables>, depth = 0) {
    this.db = db
    this.clock = clock
    this.engine = engine
    this.#depth = depth
    this.#savepoints = depth === 0 ? null : new Fifo()
  }

  /** The repo of an open database. `clock` tells `inserted_at` and `updated_at`. */
  static over<Tables = SandboxTables>(
    engine: Engine,
    { clock = systemClock }: { readonly clock?: Clock | undefined } = {},
  ): Repo<Tables> {
    const db = new Kysely<Tables>({ dialect: watchedDialect(engine), plugins: [originPlugin] })
    return new Repo({ db, clock, engine })
  }

  /**
   * Writes a new row, or says why not. In Ecto: `Repo.insert/2`.
   *
   * An invalid changeset never reaches the database. A refusal by a constraint
   * that the changeset declared becomes an error on its field; any other is a
   * mistake in this program, and throws a `ConstraintError`.
   */
  insert<Row extends object>(changeset: Changeset<Row>): Written<Row> {
    return this.#write('insert', changeset, (adapter) =>
      insertWith(adapter, changeset, { now: this.clock.now() }),
    )
  }

  /**
   * Writes what changed, or says why not. Without a change it asks the database
   * nothing. A row that is gone throws a `StaleEntryError`, unless the options
   * say otherwise. In Ecto: `Repo.update/2`.
   */
  update<Row extends object>(changeset: Changeset<Row>, options: WriteOptions = {}): Written<Row> {
    return this.#write('update', changeset, (adapter) =>
      updateWith(adapter, changeset, { ...options, now: this.clock.now() }),
    )
  }

  /** Deletes the row, or says why not. In Ecto: `Repo.delete/2`. */
  delete<Row extends object>(changeset: Changeset<Row>, options: WriteOptions = {}): Written<Row> {
    return this.#write('delete', changeset, (adapter) => deleteWith(adapter, changeset, options))
  }

  /** As `insert`, where a refusal is a bug. In Ecto: `Repo.insert!/2`. */
  insertOrThrow<Row extends object>(changeset: Changeset<Row>): Promise<Row> {
    return rowOrThrow(this.insert(changeset), 'insert')
  }

  /** As `update`, where a refusal is a bug. In Ecto: `Repo.update!/2`. */
  updateOrThrow<Row extends object>(changeset: Changeset<Row>): Promise<Row> {
    return rowOrThrow(this.update(changeset), 'update')
  }

  /** As `delete`, where a refusal is a bug. In Ecto: `Repo.delete!/2`. */
  deleteOrThrow<Row extends object>(changeset: Changeset<Row>): Promise<Row> {
    return rowOrThrow(this.delete(changeset), 'delete')
  }

  /** The row with this primary key, or `null`. In Ecto: `Repo.get/3`. */
  async get<Row extends object>(schema: Schema<Row>, id: number | string): Promise<Row | null> {
    return this.#one(schema, byPrimaryKey(schema, id))
  }

  /** The row with this primary key; not to find it is a bug. In Ecto: `Repo.get!/3`. */
  async fetchOrThrow<Row extends object>(schema: Schema<Row>, id: number | string): Promise<Row> {
    return this.#oneOrThrow(schema, byPrimaryKey(schema, id))
  }

  /** The one row with these values, or `null`. More than one is a bug. In Ecto: `Repo.get_by/3`. */
  getBy<Row extends object>(schema: Schema<Row>, where: Where<Row>): Promise<Row | null> {
    return this.#one(schema, where)
  }

  /** The one row with these values; not to find it is a bug. In Ecto: `Repo.get_by!/3`. */
  fetchByOrThrow<Row extends object>(schema: Schema<Row>, where: Where<Row>): Promise<Row> {
    return this.#oneOrThrow(schema, where)
  }

  /** All rows with these values, in no promised order. In Ecto: `Repo.all/2`. */
  async all<Row extends object>(
    schema: Schema<Row>,
    where: Where<Row> = {},
  ): Promise<readonly Row[]> {
    const rows = await selectFrom(this.#tables, schema, where).execute()
    return rows.map((row) => toRow(schema, row))
  }

  /** Whether any row has these values. In Ecto: `Repo.exists?/2`. */
  async exists<Row extends object>(schema: Schema<Row>, where: Where<Row> = {}): Promise<boolean> {
    return this.#any(tableOf(schema), conditionsOf(schema, where))
  }

  /**
   * Deletes every row with these values, and says how many there were. No
   * changeset is asked, so a constraint that refuses throws. In Ecto: `Repo.delete_all/2`.
   */
  async deleteAll<Row extends object>(schema: Schema<Row>, where: Where<Row>): Promise<number> {
    const query = this.#tables.deleteFrom(tableOf(schema))
    const those = withConditions(query, conditionsOf(schema, where))
    return Number((await those.executeTakeFirstOrThrow()).numDeletedRows)
  }

  /** Makes a row of a schema from columns that were read with `repo.db`. In Ecto: `Repo.load/2`. */
  load<Row extends object>(schema: Schema<Row>, columns: StoredRow): Row {
    return toRow(schema, columns)
  }

  /** Answers `unsafeValidateUnique`: does another row have these values now? */
  existsAnother({ source, prefix, where, except, query, options }: UniqueQuery): Promise<boolean> {
    if (source === null || prefix !== null || query !== null || Object.keys(options).length > 0)
      throw new TypeError(
        'unsafeValidateUnique: this repo takes no prefix, query or repoOptions. ' +
          'Ask with repo.exists, and add the error yourself.',
      )
    return this.#any(
      source,
      Object.entries(where).map(([column, value]) => equals(column, value)),
      Object.entries(except ?? {}),
    )
  }

  /**
   * Runs `fn` in one transaction: all of it happens, or nothing. Use the repo
   * that `fn` is given; the one outside throws while the transaction is open.
   *
   * Throwing rolls back, and so does returning a failed `Result`. A transaction
   * inside another is a savepoint, and rolls back alone. Where a database runs
   * several at once and another came between, `fn` is run again: let it do
   * nothing but ask and write. In Ecto: `Repo.transact/2`.
   */
  async transact<Value>(fn: (repo: Repo<Tables>) => Promise<Value>): Promise<Value> {
    const source = originNow()
    try {
      return this.#savepoints
        ? await this.#inSavepoint(this.#savepoints, source, fn)
        : await again(() =>
            withTransaction(this.engine, source, () =>
              this.db.transaction().execute((db) => unlessRefused(fn(this.#within(db)))),
            ),
          )
    } catch (error) {
      if (error instanceof Refused) return error.value as Value
      throw error
    }
  }

  /**
   * Writes all that was committed into a new file of its own, which is not in
   * use by anybody. `file` is an absolute path of the program's own choosing.
   */
  copyTo(file: string): Promise<void> {
    return this.engine.copyTo(file)
  }

  /**
   * Becomes what a file holds that `copyTo` has written: all rows and tables, and
   * nothing of what came later.
   */
  restoreFrom(file: string): Promise<void> {
    return this.engine.restoreFrom(file)
  }

  /** Lets running queries end, then closes. Whatever comes later throws a `DatabaseClosedError`. */
  close(): Promise<void> {
    return this.engine.close()
  }

  /** The same database, for queries whose tables only a schema knows. */
  get #tables(): Kysely<AnyTables> {
    // The types of tables are for who writes a query by hand. A schema names its table when the
    // program runs, and was checked against its row when it was defined.
    return this.db as unknown as Kysely<AnyTables>
  }

  #write<Row extends object>(
    action: Operation,
    changeset: Changeset<Row>,
    write: (adapter: RepoAdapter) => Written<Row>,
  ): Written<Row> {
    const source = originNow()
    const adapter = changesetAdapter({
      db: this.#tables,
      engine: this.engine,
      changeset,
      origin: source,
      transact: (work) => this.transact((inner) => work(inner.#tables)),
    })
    return recordingWrite({ action, changeset, source, adapter }, write)
  }

  async #one<Row extends object>(schema: Schema<Row>, where: Where<Row>): Promise<Row | null> {
    const rows = await selectFrom(this.#tables, schema, where).execute()
    if (rows.length > 1)
      throw new MultipleResultsError(schema.name, Object.keys(where), rows.length)
    return rows[0] ? toRow(schema, rows[0]) : null
  }

  async #oneOrThrow<Row extends object>(schema: Schema<Row>, where: Where<Row>): Promise<Row> {
    const row = await this.#one(schema, where)
    if (row) return row
    throw new NoResultsError(schema.name, Object.keys(where))
  }

  /** Whether there is a row that meets the conditions, other than the one with the key `except`. */
  async #any(
    table: string,
    conditions: readonly Condition[],
    except: readonly (readonly [column: string, value: unknown])[] = [],
  ): Promise<boolean> {
    const query = this.#tables.selectFrom(table).select((build) => build.lit(1).as('found'))
    const others = withConditions(query, conditions).$if(except.length > 0, (narrowed) =>
      narrowed.where((build) =>
        build.not(build.and(except.map(([column, value]) => build(column, '=', value)))),
      ),
    )
    return (await others.limit(1).executeTakeFirst()) !== undefined
  }

  #within(db: Kysely<Tables>): Repo<Tables> {
    return new Repo({ db, clock: this.clock, engine: this.engine }, this.#depth + 1)
  }

  async #inSavepoint<Value>(
    savepoints: Fifo,
    source: Source | null,
    fn: (repo: Repo<Tables>) => Promise<Value>,
  ): Promise<Value> {
    const name = `nested_${this.#depth}`
    const say = async (sql: string) => {
      const query = CompiledQuery.raw(sql)
      rememberOrigin(query, source)
      await this.db.executeQuery(query)
    }
    await savepoints.acquire()
    try {
      await say(`savepoint ${name}`)
      const value = await unlessRefused(fn(this.#within(this.db))).catch(async (error: unknown) => {
        await say(`rollback to ${name}`)
        await say(`release ${name}`)
        throw error
      })
      await say(`release ${name}`)
      return value
    } finally {
      savepoints.release()
    }
  }
}

async function rowOrThrow<Row extends object>(
  pending: Promise<Result<Row, Changeset<Row>>>,
  action: string,
): Promise<Row> {
  const result = await pending
  return result.ok ? result.value : applyActionOrThrow(result.error, action)
}

/** Carries a failed `Result` out of a transaction, past its rollback. */
class Refused extends Error {
  readonly value: unknown

  constructor(value: unknown) {
    super('The transaction was rolled back.')
    this.value = value
  }
}

async function unlessRefused<Value>(pending: Promise<Value>): Promise<Value> {
  const value = await pending
  if (typeof value === 'object' && value !== null && 'ok' in value && value.ok === false)
    throw new Refused(value)
  return value
}
