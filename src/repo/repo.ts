import { CompiledQuery, Kysely } from 'kysely'
import { systemClock, type Clock } from '#lib/clock.ts'
import type { Source } from '#lib/step.ts'
import { Fifo } from './fifo.ts'
import { withTransaction } from './open-transaction.ts'
import { originNow, originPlugin, rememberOrigin } from './query-trace.ts'
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
  /** Tells `inserted_at` and `updated_at`. */
  readonly clock?: Clock
}

interface Parts<Tables> {
  readonly db: Kysely<Tables>
  readonly clock: Clock
  readonly handle: Sqlite3Handle
  readonly dialect: Sqlite3Dialect
}

/** One database: the site's own, or one visitor's sandbox. In Ecto: `Ecto.Repo`. */
export class Repo<Tables = SandboxTables> {
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
    ...options
  }: RepoOptions): Promise<Repo<Tables>> {
    return Repo.#from<Tables>(options, clock)
  }

  /** A database that is gone when it is closed. */
  static async openInMemory<Tables = SandboxTables>({
    clock = systemClock,
    maxPages,
  }: Pick<RepoOptions, 'clock' | 'maxPages'> = {}): Promise<Repo<Tables>> {
    return Repo.#from<Tables>({ memory: true, maxPages }, clock)
  }

  static async #from<Tables>(options: Sqlite3Options, clock: Clock): Promise<Repo<Tables>> {
    const handle = await Sqlite3Handle.open(options)
    const dialect = new Sqlite3Dialect(handle)
    const db = new Kysely<Tables>({ dialect, plugins: [originPlugin] })
    return new Repo({ db, clock, handle, dialect })
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

  /** Lets running queries end, then closes. Whatever comes later throws a `DatabaseClosedError`. */
  close(): Promise<void> {
    return this.#parts.dialect.close()
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
