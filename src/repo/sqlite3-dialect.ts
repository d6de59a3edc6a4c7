/**
 * Teaches Kysely to speak with SQLite through the callback package `sqlite3`.
 * One connection, taken in turns; a transaction keeps it until it ends, so that
 * no other request's query can slip inside.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import {
  CompiledQuery,
  DeleteQueryNode,
  InsertQueryNode,
  MergeQueryNode,
  RawNode,
  SelectQueryNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  UpdateQueryNode,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
} from 'kysely'
import { currentWatch } from '#trace/watch.ts'
import { DatabaseBusyError } from './database-error.ts'
import { DatabaseWatch } from './database-watch.ts'
import { Fifo } from './fifo.ts'
import { GatedConnection } from './gated-connection.ts'
import { currentTransaction, refuseOutsideTransaction } from './open-transaction.ts'
import { rememberOrigin, traced, tracedRows } from './query-trace.ts'
import { RowLimits, type RowLimit } from './row-limits.ts'
import { readSql } from './sql-text.ts'
import type { Sqlite3Handle } from './sqlite3-handle.ts'

export class Sqlite3Dialect implements Dialect {
  readonly #handle: Sqlite3Handle
  readonly #turns: Fifo
  readonly #limits: RowLimits

  constructor(handle: Sqlite3Handle, turns = new Fifo(), limits: readonly RowLimit[] = []) {
    this.#handle = handle
    this.#turns = turns
    this.#limits = new RowLimits(handle, limits)
  }

  /**
   * Lets what is running or waiting end, takes nothing new, and closes the file.
   * A query that comes later throws a `DatabaseClosedError`.
   */
  async close(): Promise<void> {
    await this.#turns.close()
    await this.#handle.close()
  }

  /** Writes a copy when it is its turn: between two statements or transactions, never inside one. */
  async copyTo(file: string): Promise<void> {
    await this.#turns.acquire()
    try {
      await this.#handle.copyTo(file)
    } finally {
      this.#turns.release()
    }
  }

  createAdapter(): SqliteAdapter {
    return new FifoAdapter()
  }

  createDriver(): Driver {
    return new Sqlite3Driver(this.#handle, this.#turns, this.#limits, () => this.close())
  }

  createQueryCompiler(): SqliteQueryCompiler {
    return new SqliteQueryCompiler()
  }

  // Kysely's own signature.
  createIntrospector(db: Kysely<any>): SqliteIntrospector {
    return new SqliteIntrospector(db)
  }
}

class FifoAdapter extends SqliteAdapter {
  // There is one connection, but our driver hands it out: see Fifo.
  override get supportsMultipleConnections(): boolean {
    return true
  }

  // A migration that fails half way leaves nothing behind.
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

class Sqlite3Driver implements Driver {
  readonly #handle: Sqlite3Handle
  readonly #turns: Fifo
  readonly #connection: Sqlite3Connection
  readonly #watch: DatabaseWatch
  readonly destroy: () => Promise<void>

  constructor(handle: Sqlite3Handle, turns: Fifo, limits: RowLimits, close: () => Promise<void>) {
    this.#handle = handle
    this.#turns = turns
    this.destroy = close
    this.#watch = new DatabaseWatch(handle)
    this.#connection = new Sqlite3Connection(handle, this.#watch, limits)
  }

  // The handle was opened before, so that a file which cannot be opened is heard of at once.
  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    refuseOutsideTransaction(this.#handle)
    const { gate } = currentWatch()
    if (gate) return new GatedConnection(gate, this.#turns, this.#connection)
    await this.#turns.acquire()
    return this.#connection
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    if (connection instanceof GatedConnection && !connection.hasTurn) return
    this.#connection.inTransaction = false
    await this.#watch.after()
    this.#turns.release()
  }

  // Immediate: a transaction that reads first and writes later would otherwise be refused
  // at its first write, however long it is ready to wait.
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await this.#say('begin immediate', connection)
    this.#transactionIs(true)
  }

  async commitTransaction(): Promise<void> {
    await this.#say('commit')
    this.#transactionIs(false)
  }

  async rollbackTransaction(): Promise<void> {
    try {
      await this.#say('rollback')
    } catch (error) {
      // A full disk, for one, has rolled back by itself; what matters is the first error.
      if (!/no transaction is active/.test(String(error))) throw error
    } finally {
      this.#transactionIs(false)
    }
  }

  #transactionIs(open: boolean): void {
    this.#connection.inTransaction = open
    const transaction = currentTransaction(this.#handle)
    if (transaction) transaction.isOpen = open
  }

  async #say(sql: string, connection: DatabaseConnection = this.#connection): Promise<void> {
    const query = CompiledQuery.raw(sql)
    rememberOrigin(query, currentTransaction(this.#handle)?.source ?? null)
    await connection.executeQuery(query)
  }
}

const RETRY_FOR_MILLISECONDS = 2_000

class Sqlite3Connection implements DatabaseConnection {
  readonly #handle: Sqlite3Handle
  readonly #watch: DatabaseWatch
  readonly #limits: RowLimits
  inTransaction = false

  constructor(handle: Sqlite3Handle, watch: DatabaseWatch, limits: RowLimits) {
    this.#handle = handle
    this.#watch = watch
    this.#limits = limits
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    await this.#limits.before(query.sql)
    await this.#watch.before(query.sql)
    return traced(query, () => this.#patiently(() => this.#execute<Row>(query)))
  }

  async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    const rows = this.#handle.each(query.sql, query.parameters)
    // The type of a row is Kysely's promise, made from the query.
    for await (const row of tracedRows(query, rows)) yield { rows: [row as Row] }
  }

  async #execute<Row>({ sql, parameters, query }: CompiledQuery): Promise<QueryResult<Row>> {
    if (answersRows(query, sql)) {
      const rows = await this.#handle.all(sql, parameters)
      return { rows: rows as Row[] }
    }
    const { changes, lastId } = await this.#handle.run(sql, parameters)
    return { rows: [], insertId: BigInt(lastId), numAffectedRows: BigInt(changes) }
  }

  /** Another process may hold the file. Outside a transaction nothing has been done yet, so trying again is safe. */
  async #patiently<Value>(execute: () => Promise<Value>): Promise<Value> {
    const until = performance.now() + RETRY_FOR_MILLISECONDS
    for (;;) {
      try {
        return await execute()
      } catch (error) {
        const again = error instanceof DatabaseBusyError && !this.inTransaction
        if (!again || performance.now() > until) throw this.#limits.refusalOf(error) ?? error
        await sleep(10 + Math.random() * 40)
      }
    }
  }
}

function answersRows(query: CompiledQuery['query'], sql: string): boolean {
  if (SelectQueryNode.is(query)) return true
  if (RawNode.is(query)) return readSql(sql).answersRows
  return (
    (InsertQueryNode.is(query) ||
      UpdateQueryNode.is(query) ||
      DeleteQueryNode.is(query) ||
      MergeQueryNode.is(query)) &&
    query.returning !== undefined
  )
}
