/**
 * Stands around the dialect of any engine, and is the one place that every
 * statement passes. Here it becomes a step of the trace, here the engine is
 * asked what it changed, and here a query is refused that would wait for its
 * own transaction.
 */
import type {
  CompiledQuery,
  DatabaseConnection,
  DatabaseIntrospector,
  Dialect,
  Driver,
  QueryResult,
  TransactionSettings,
} from 'kysely'
import type { Stranger } from '#trace/asking.ts'
import { untraced, whoAsks } from '#trace/trace.ts'
import { currentWatch } from '#trace/watch.ts'
import type { ChangeWatch, Engine } from './engine.ts'
import { GatedConnection } from './gated-connection.ts'
import { currentTransaction, refuseOutsideTransaction } from './open-transaction.ts'
import { isWrite, rememberOrigin, traced, tracedRows } from './query-trace.ts'
import { rowsRead } from './rows-read.ts'

/** The engine's dialect, for a repo. */
export function watchedDialect(engine: Engine): Dialect {
  const { dialect } = engine
  return {
    createAdapter: () => dialect.createAdapter(),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: (db) => unwatched(dialect.createIntrospector(db)),
    createDriver: () => new WatchedDriver(engine),
  }
}

/** Before it does anything Kysely's migrator looks, more than once, which tables there are. */
function unwatched(introspector: DatabaseIntrospector): DatabaseIntrospector {
  return {
    getSchemas: () => untraced(() => introspector.getSchemas()),
    getTables: (options) => untraced(() => introspector.getTables(options)),
  }
}

/** A query in hand, or one that waits at a gate for its connection. */
type Connection = WatchedConnection | GatedConnection<WatchedConnection>

class WatchedDriver implements Driver {
  readonly #engine: Engine
  readonly #driver: Driver
  readonly #watched = new WeakMap<DatabaseConnection, WatchedConnection>()

  constructor(engine: Engine) {
    this.#engine = engine
    this.#driver = engine.dialect.createDriver()
  }

  init(): Promise<void> {
    return this.#driver.init()
  }

  async acquireConnection(): Promise<Connection> {
    refuseOutsideTransaction(this.#engine)
    const { gate } = currentWatch()
    return gate ? new GatedConnection(gate, () => this.#connect()) : this.#connect()
  }

  async #connect(): Promise<WatchedConnection> {
    const connection = await this.#driver.acquireConnection()
    const known = this.#watched.get(connection)
    if (known) return known
    const watched = new WatchedConnection(connection, this.#engine.watch(connection))
    this.#watched.set(connection, watched)
    return watched
  }

  async releaseConnection(connection: Connection): Promise<void> {
    const own = connection instanceof GatedConnection ? connection.own : connection
    if (!own) return
    await own.watch.after()
    await this.#driver.releaseConnection(own.own)
  }

  async beginTransaction(connection: Connection, settings: TransactionSettings): Promise<void> {
    await this.#driver.beginTransaction(this.#asked(connection), settings)
    this.#transactionIs(true)
  }

  async commitTransaction(connection: Connection): Promise<void> {
    await this.#driver.commitTransaction(this.#asked(connection))
    this.#transactionIs(false)
  }

  async rollbackTransaction(connection: Connection): Promise<void> {
    try {
      await this.#driver.rollbackTransaction(this.#asked(connection))
    } finally {
      this.#transactionIs(false)
    }
  }

  destroy(): Promise<void> {
    return this.#driver.destroy()
  }

  #transactionIs(open: boolean): void {
    const transaction = currentTransaction(this.#engine)
    if (transaction) transaction.isOpen = open
  }

  /** Whatever the driver says by itself, `begin` or `commit`, the opener of the transaction asked for. */
  #asked(connection: Connection): DatabaseConnection {
    const source = currentTransaction(this.#engine)?.source ?? null
    return {
      executeQuery: (query) => {
        rememberOrigin(query, source)
        return connection.executeQuery(query)
      },
      streamQuery: (query, size) => connection.streamQuery(query, size),
    }
  }
}

class WatchedConnection implements DatabaseConnection {
  /** As the engine's driver made it, and wants it back. */
  readonly own: DatabaseConnection
  readonly watch: ChangeWatch

  constructor(own: DatabaseConnection, watch: ChangeWatch) {
    this.own = own
    this.watch = watch
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    await this.watch.before(query.sql)
    const run = () => this.own.executeQuery<Row>(query)
    return traced(query, run, (result) => this.#strangersIn(query, result))
  }

  /** Rows of somebody else that the query gave or wrote. Asked only for a trace, and only where it is known who asks. */
  async #strangersIn<Row>(
    query: CompiledQuery,
    { rows }: QueryResult<Row>,
  ): Promise<readonly Stranger[]> {
    const asking = whoAsks()
    if (!asking) return []
    if (isWrite(query.sql)) return this.watch.strangersWritten(asking)
    const read = rowsRead(query, rows, asking)
    const found = await Promise.all(read.map((each) => this.watch.strangersRead(each, asking)))
    return found.flat()
  }

  streamQuery<Row>(query: CompiledQuery, size: number): AsyncIterableIterator<QueryResult<Row>> {
    return tracedRows(query, this.own.streamQuery<Row>(query, size))
  }
}
