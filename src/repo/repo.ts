import { CompiledQuery, Kysely } from 'kysely'
import { applyActionOrThrow } from '#changeset/apply.ts'
import type { Changeset } from '#changeset/changeset.ts'
import {
  deleteWith,
  insertWith,
  updateWith,
  type OperationOptions,
  type RepoAdapter,
} from '#changeset/repo-operations.ts'
import type { Schema } from '#changeset/schema.ts'
import type { UniquenessChecker, UniqueQuery } from '#changeset/unsafe-validate-unique.ts'
import { systemClock, type Clock } from '#lib/clock.ts'
import type { Result } from '#lib/result.ts'
import type { Source } from '#trace/trace-step.ts'
import { changesetAdapter } from './changeset-adapter.ts'
import { ConstraintNames } from './constraint-names.ts'
import { Fifo } from './fifo.ts'
import { withTransaction } from './open-transaction.ts'
import { originNow, originPlugin, rememberOrigin } from './query-trace.ts'
import { MultipleResultsError, NoResultsError } from './results-error.ts'
import type { RowLimit } from './row-limits.ts'
import {
  conditionsOf,
  equals,
  selectFrom,
  tableOf,
  toRow,
  withConditions,
  type AnyTables,
  type Condition,
  type StoredRow,
  type Where,
} from './schema-query.ts'
import { Sqlite3Dialect } from './sqlite3-dialect.ts'
import { Sqlite3Handle, type Sqlite3Options } from './sqlite3-handle.ts'
import type { Tables as SandboxTables } from './tables.ts'

export interface RepoOptions {
  /** An absolute path. */
  readonly file: string
  /** For a file that nobody writes any more, such as a template. Leaves no files beside it. */
  readonly readOnly?: boolean
  /** Refuse a file that is not there, where otherwise an empty one is made. */
  readonly mustExist?: boolean
  /** The largest size, in pages of 4 KiB: 512 is 2 MiB. */
  readonly maxPages?: number
  /** How many rows its tables may hold. */
  readonly rowLimits?: readonly RowLimit[]
  /** Tells `inserted_at` and `updated_at`. */
  readonly clock?: Clock
}

interface Parts<Tables> {
  readonly db: Kysely<Tables>
  readonly clock: Clock
  readonly handle: Sqlite3Handle
  readonly dialect: Sqlite3Dialect
  readonly constraintNames: ConstraintNames
}

type Written<Row extends object> = Promise<Result<Row, Changeset<Row>>>
type WriteOptions = Omit<OperationOptions, 'now'>

/** One database: the site's own, or one visitor's sandbox. In Ecto: `Ecto.Repo`. */
export class Repo<Tables = SandboxTables> implements UniquenessChecker {
  /** For reading. Writes go through a changeset, so that they can be refused politely. */
  readonly db: Kysely<Tables>
  readonly clock: Clock
  readonly #parts: Parts<Tables>
  /** Inside a transaction: whose turn it is to open the next savepoint. */
  readonly #savepoints: Fifo | null
  readonly #depth: number

  private constructor(parts: Parts<Tables>, depth = 0) {
    this.db = parts.db
    this.clock = parts.clock
    this.#parts = parts
    this.#depth = depth
    this.#savepoints = depth === 0 ? null : new Fifo()
  }

  /** Opens a file, or throws a `DatabaseError`. Close it again with `close()`. */
  static async open<Tables = SandboxTables>({
    clock = systemClock,
    rowLimits = [],
    ...options
  }: RepoOptions): Promise<Repo<Tables>> {
    return Repo.#from<Tables>(options, clock, rowLimits)
  }

  /** A database that is gone when it is closed. */
  static async openInMemory<Tables = SandboxTables>({
    clock = systemClock,
    maxPages,
    rowLimits = [],
  }: Pick<RepoOptions, 'clock' | 'maxPages' | 'rowLimits'> = {}): Promise<Repo<Tables>> {
    return Repo.#from<Tables>({ memory: true, maxPages }, clock, rowLimits)
  }

  static async #from<Tables>(
    options: Sqlite3Options,
    clock: Clock,
    rowLimits: readonly RowLimit[],
  ): Promise<Repo<Tables>> {
    const handle = await Sqlite3Handle.open(options)
    const dialect = new Sqlite3Dialect(handle, undefined, rowLimits)
    const db = new Kysely<Tables>({ dialect, plugins: [originPlugin] })
    return new Repo({ db, clock, handle, dialect, constraintNames: new ConstraintNames() })
  }

  /**
   * Writes a new row, or says why not. In Ecto: `Repo.insert/2`.
   *
   * An invalid changeset never reaches the database. A refusal by a constraint
   * that the changeset declared becomes an error on its field; any other is a
   * mistake in this program, and throws a `ConstraintError`.
   */
  insert<Row extends object>(changeset: Changeset<Row>): Written<Row> {
    return insertWith(this.#adapter(changeset), changeset, { now: this.clock.now() })
  }

  /**
   * Writes what changed, or says why not. Without a change it asks the database
   * nothing. A row that is gone throws a `StaleEntryError`, unless the options
   * say otherwise. In Ecto: `Repo.update/2`.
   */
  update<Row extends object>(changeset: Changeset<Row>, options: WriteOptions = {}): Written<Row> {
    return updateWith(this.#adapter(changeset), changeset, { ...options, now: this.clock.now() })
  }

  /** Deletes the row, or says why not. In Ecto: `Repo.delete/2`. */
  delete<Row extends object>(changeset: Changeset<Row>, options: WriteOptions = {}): Written<Row> {
    return deleteWith(this.#adapter(changeset), changeset, options)
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
    return this.#one('get', schema, byPrimaryKey(schema, id, 'get'))
  }

  /** The row with this primary key; not to find it is a bug. In Ecto: `Repo.get!/3`. */
  async fetchOrThrow<Row extends object>(schema: Schema<Row>, id: number | string): Promise<Row> {
    return this.#oneOrThrow('fetchOrThrow', schema, byPrimaryKey(schema, id, 'fetchOrThrow'))
  }

  /** The one row with these values, or `null`. More than one is a bug. In Ecto: `Repo.get_by/3`. */
  getBy<Row extends object>(schema: Schema<Row>, where: Where<Row>): Promise<Row | null> {
    return this.#one('getBy', schema, where)
  }

  /** The one row with these values; not to find it is a bug. In Ecto: `Repo.get_by!/3`. */
  fetchByOrThrow<Row extends object>(schema: Schema<Row>, where: Where<Row>): Promise<Row> {
    return this.#oneOrThrow('fetchByOrThrow', schema, where)
  }

  /** All rows with these values, in no promised order. In Ecto: `Repo.all/2`. */
  async all<Row extends object>(
    schema: Schema<Row>,
    where: Where<Row> = {},
  ): Promise<readonly Row[]> {
    const conditions = conditionsOf(schema, where, 'all')
    const rows = await selectFrom(this.#tables, schema, conditions, 'all').execute()
    return rows.map((row) => toRow(schema, row))
  }

  /** Whether any row has these values. In Ecto: `Repo.exists?/2`. */
  async exists<Row extends object>(schema: Schema<Row>, where: Where<Row> = {}): Promise<boolean> {
    const conditions = conditionsOf(schema, where, 'exists')
    return this.#any(tableOf(schema, 'exists'), conditions)
  }

  /**
   * Deletes every row with these values, and says how many there were. No
   * changeset is asked, so a constraint that refuses throws. In Ecto: `Repo.delete_all/2`.
   */
  async deleteAll<Row extends object>(schema: Schema<Row>, where: Where<Row>): Promise<number> {
    const query = this.#tables.deleteFrom(tableOf(schema, 'deleteAll'))
    const { numDeletedRows } = await withConditions(
      query,
      conditionsOf(schema, where, 'deleteAll'),
    ).executeTakeFirstOrThrow()
    return Number(numDeletedRows)
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
   * inside another is a savepoint, and rolls back alone. In Ecto: `Repo.transact/2`.
   */
  async transact<Value>(fn: (repo: Repo<Tables>) => Promise<Value>): Promise<Value> {
    const source = originNow()
    try {
      return this.#savepoints
        ? await this.#inSavepoint(this.#savepoints, source, fn)
        : await withTransaction(this.#parts.handle, source, () =>
            this.db.transaction().execute((db) => unlessRefused(fn(this.#within(db)))),
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
    return this.#parts.dialect.copyTo(file)
  }

  /** Lets running queries end, then closes. Whatever comes later throws a `DatabaseClosedError`. */
  close(): Promise<void> {
    return this.#parts.dialect.close()
  }

  /** The same database, for queries whose tables only a schema knows. */
  get #tables(): Kysely<AnyTables> {
    return this.db as unknown as Kysely<AnyTables>
  }

  #adapter<Row extends object>(changeset: Changeset<Row>): RepoAdapter {
    return changesetAdapter({
      db: this.#tables,
      changeset,
      constraintNames: this.#parts.constraintNames,
      origin: originNow(),
      transact: (work) => this.transact((inner) => work(inner.#tables)),
    })
  }

  async #one<Row extends object>(
    asker: string,
    schema: Schema<Row>,
    where: Where<Row>,
  ): Promise<Row | null> {
    const conditions = conditionsOf(schema, where, asker)
    const rows = await selectFrom(this.#tables, schema, conditions, asker).execute()
    if (rows.length > 1)
      throw new MultipleResultsError(asker, schema.name, Object.keys(where), rows.length)
    return rows[0] ? toRow(schema, rows[0]) : null
  }

  async #oneOrThrow<Row extends object>(
    asker: string,
    schema: Schema<Row>,
    where: Where<Row>,
  ): Promise<Row> {
    const row = await this.#one(asker, schema, where)
    if (row) return row
    throw new NoResultsError(asker, schema.name, Object.keys(where))
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
    return new Repo({ ...this.#parts, db }, this.#depth + 1)
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

function byPrimaryKey<Row extends object>(
  { name, primaryKey }: Schema<Row>,
  id: number | string,
  asker: string,
): Where<Row> {
  const [key, ...more] = primaryKey
  if (key === undefined || more.length > 0)
    throw new TypeError(
      `${asker}: expected one primary key field in ${name}, found ${primaryKey.length}. Use getBy.`,
    )
  if (typeof id !== 'number' && typeof id !== 'string')
    throw new TypeError(
      `${asker}: expected an id of ${name}, got ${id === null ? 'null' : typeof id}. Check it before you ask.`,
    )
  // The key is a field of this schema.
  return { [key]: id } as Where<Row>
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
