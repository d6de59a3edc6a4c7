/**
 * Teaches Kysely to speak with SQLite through a handle. One connection, taken
 * in turns; a transaction keeps it until it ends, so that no other request's
 * query can slip inside.
 */
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
import { sleep } from '#lib/sleep.ts'
import { DatabaseBusyError } from '../database-error.ts'
import type { ChangeWatch } from '../engine.ts'
import type { Fifo } from '../fifo.ts'
import type { Handle } from './handle.ts'
import { RowLimits } from './row-limits.ts'
import { SchemaLook } from './schema-look.ts'
import { readSql } from './sql-text.ts'

export class SqliteDialect implements Dialect {
  readonly #handle: Handle
  readonly #turns: Fifo
  readonly #limits: RowLimits
  readonly #schema: SchemaLook

  constructor(
    handle: Handle,
    turns: Fifo,
    limits = new RowLimits(handle, []),
    schema = new SchemaLook(),
  ) {
    this.#handle = handle
    this.#turns = turns
    this.#limits = limits
    this.#schema = schema
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

  /**
   * Becomes what a copy is, when it is its turn. `watch` tells what that changes;
   * what stands on tables that go is taken away before.
   */
  async restoreFrom(file: string, watch: ChangeWatch): Promise<void> {
    await this.#turns.acquire()
    try {
      await this.#limits.before('drop')
      await watch.before('drop')
      await this.#handle.restoreFrom(file)
      this.#schema.forget()
      await watch.after()
    } finally {
      this.#turns.release()
    }
  }

  createAdapter(): SqliteAdapter {
    return new FifoAdapter()
  }

  createDriver(): Driver {
    const connection = new SqliteConnection(this.#handle, this.#limits, this.#schema)
    return new SqliteDriver(connection, this.#turns, () => this.close())
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

class SqliteDriver implements Driver {
  readonly #turns: Fifo
  readonly #connection: SqliteConnection
  readonly destroy: () => Promise<void>

  constructor(connection: SqliteConnection, turns: Fifo, close: () => Promise<void>) {
    this.#turns = turns
    this.#connection = connection
    this.destroy = close
  }

  // The handle was opened before, so that a file which cannot be opened is heard of at once.
  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    await this.#turns.acquire()
    return this.#connection
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- Kysely asks for a promise.
  async releaseConnection(): Promise<void> {
    this.#connection.inTransaction = false
    this.#turns.release()
  }

  // Immediate: a transaction that reads first and writes later would otherwise be refused
  // at its first write, however long it is ready to wait.
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
    this.#connection.inTransaction = true
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'))
    this.#connection.inTransaction = false
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await connection.executeQuery(CompiledQuery.raw('rollback'))
    } catch (error) {
      // A full disk, for one, has rolled back by itself; what matters is the first error.
      if (!/no transaction is active/.test(String(error))) throw error
    } finally {
      this.#connection.inTransaction = false
    }
  }
}

const WRITES_ROWS = /^\s*(?:insert|update|delete|replace|with)\b/i
const RETRY_FOR_MILLISECONDS = 2_000

class SqliteConnection implements DatabaseConnection {
  readonly #handle: Handle
  readonly #limits: RowLimits
  readonly #schema: SchemaLook
  inTransaction = false

  constructor(handle: Handle, limits: RowLimits, schema: SchemaLook) {
    this.#handle = handle
    this.#limits = limits
    this.#schema = schema
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    this.#schema.before(query.sql)
    await this.#limits.before(query.sql)
    return this.#patiently(() => this.#execute<Row>(query))
  }

  async *streamQuery<Row>({
    sql,
    parameters,
  }: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    // The type of a row is Kysely's promise, made from the query.
    for await (const row of this.#handle.each(sql, parameters)) yield { rows: [row as Row] }
  }

  async #execute<Row>({ sql, parameters, query }: CompiledQuery): Promise<QueryResult<Row>> {
    if (answersRows(query, sql)) {
      const rows = await this.#handle.all(sql, parameters)
      return { rows: rows as Row[] }
    }
    const { changes, lastId } = await this.#handle.run(sql, parameters)
    // Of any other statement SQLite tells what the last write before it changed.
    const affected = WRITES_ROWS.test(sql) ? changes : 0
    return { rows: [], insertId: BigInt(lastId), numAffectedRows: BigInt(affected) }
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
