/**
 * Connections to one PostgreSQL, as Kysely's own dialect asks for them: a few,
 * shared by all. It waits for none without end: a server that is away, or whose
 * every connection is in use, is told of after a while that is short.
 */
import Cursor from 'pg-cursor'
import pg from 'pg'
import type { PostgresPool } from 'kysely'
import { Queue } from '#lib/queue.ts'
import { DatabaseBusyError, DatabaseClosedError } from '../database-error.ts'
import { PoolClient } from './pool-client.ts'
import { postgresError } from './postgres-error.ts'
import { fromInt8, toPostgres } from './postgres-value.ts'

export interface PoolOptions {
  /** `postgres://user:password@host/database` */
  readonly url: string
  /** How many connections there are at most. */
  readonly most?: number | undefined
  /** Milliseconds for which a statement may run. */
  readonly statementTimeout?: number | undefined
  /** Milliseconds for which one waits for a connection, a lock, or a server that is away. */
  readonly patience?: number | undefined
}

const MOST_CONNECTIONS = 10
const STATEMENT_MILLISECONDS = 5_000
const PATIENCE_MILLISECONDS = 2_000
const MOST_WAITING = 256
/** Longer than a transaction takes: what was forgotten in the middle of one holds its locks no longer. */
const IDLE_IN_TRANSACTION_MILLISECONDS = 10_000
/** A server that says nothing at all is given a little longer than its own limit. */
const SILENCE_MILLISECONDS = 1_000

export class Pool implements PostgresPool {
  readonly options: object = Object.freeze({})
  readonly #pool: pg.Pool
  readonly #turns: Queue
  readonly #clients = new WeakMap<pg.PoolClient, PoolClient>()
  readonly #silence: number
  #closing: Promise<void> | null = null

  constructor({
    url,
    most = MOST_CONNECTIONS,
    statementTimeout = STATEMENT_MILLISECONDS,
    patience = PATIENCE_MILLISECONDS,
  }: PoolOptions) {
    this.#silence = statementTimeout + SILENCE_MILLISECONDS
    this.#turns = new Queue({
      ...{ atOnce: most, mostWaiting: MOST_WAITING, patience, full: tooMany, tooLong },
    })
    this.#pool = new pg.Pool({
      ...{ connectionString: url, max: most, connectionTimeoutMillis: patience },
      ...{ statement_timeout: statementTimeout, lock_timeout: patience },
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MILLISECONDS,
      application_name: 'glasshouse',
      keepAlive: true,
      types: TYPES,
    })
    // A connection that dies while nobody uses it is replaced by the next; whoever uses one is told by their query.
    this.#pool.on('error', () => undefined)
    this.#pool.on('connect', (client) => client.on('error', () => undefined))
  }

  async connect(): Promise<PoolClient> {
    if (this.#closing) throw new DatabaseClosedError()
    await this.#turns.enter()
    try {
      const own = await this.#pool.connect()
      const client = this.#clients.get(own) ?? new PoolClient(own, this.#silence)
      this.#clients.set(own, client)
      client.taken(() => this.#turns.leave())
      return client
    } catch (error) {
      this.#turns.leave()
      throw postgresError(error)
    }
  }

  /** Lets what runs or waits end, takes nothing new, and closes every connection. */
  end(): Promise<void> {
    return (this.#closing ??= this.#turns.idle().then(() => this.#pool.end()))
  }
}

/** How Kysely's dialect streams: a portal, read a few rows at a time. */
export class StreamCursor<Row> extends Cursor<Row> {
  constructor(sql: string, parameters: readonly unknown[]) {
    super(sql, parameters.map(toPostgres), { types: TYPES })
  }

  override async read(rows: number): Promise<Row[]> {
    try {
      return await super.read(rows)
    } catch (error) {
      throw postgresError(error)
    }
  }
}

const { INT8 } = pg.types.builtins
// Everything comes as text.
const TYPES: pg.CustomTypesConfig = {
  getTypeParser: (oid: number): ((text: string) => unknown) =>
    oid === Number(INT8) ? fromInt8 : (pg.types.getTypeParser(oid) as (text: string) => unknown),
}

function tooMany(waiting: number): DatabaseBusyError {
  return new DatabaseBusyError(`${waiting} queries wait for a connection already.`, {
    code: 'BUSY',
  })
}

function tooLong(milliseconds: number): DatabaseBusyError {
  return new DatabaseBusyError(
    `A query waited ${milliseconds} ms for a connection and gave up: all are in use.`,
    { code: 'BUSY' },
  )
}
