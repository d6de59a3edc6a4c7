/**
 * One connection, between Kysely and `pg`: checks values on their way there and
 * makes errors of this program on their way back.
 *
 * In PostgreSQL whatever fails inside a transaction ends it: nothing more is
 * answered until it is rolled back. In SQLite a write that is refused leaves it
 * as it was, and a changeset's answer is to be used. So each write inside a
 * transaction stands behind a savepoint. In Ecto: `mode: :savepoint`.
 */
import type { PostgresCursor, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import { Queue } from '#lib/queue.ts'
import { DatabaseError } from '../database-error.ts'
import { endsConnection, postgresError } from './postgres-error.ts'
import { toPostgres } from './postgres-value.ts'

const SAVEPOINT = 'glasshouse_write'
const BEGINS = /^\s*(?:begin|start transaction)\b/i
const COMMITS = /^\s*commit\s*$/i
const WRITES = /^\s*(?:insert|update|delete|merge|with)\b/i
/** How long the server lets a statement run: this end goes by it as well. */
const PATIENCE = /^set statement_timeout to (0|default)$/

interface Submitted {
  readonly text: string
  readonly values: readonly unknown[]
  /** Even without parameters, so that a text holds one statement and no more. */
  readonly queryMode: 'extended'
  readonly query_timeout: number | undefined
}

/** A client of `pg`, as far as it is used here: its own types know no `queryMode`. */
export interface OwnClient {
  /** A promise of the answer; a cursor is given back as it is. */
  query(asked: Submitted | object): unknown
  release(destroy?: boolean): void
}

export class PoolClient implements PostgresPoolClient {
  readonly #own: OwnClient
  readonly #silence: number
  /** A write and its savepoint are three statements, between which nothing else belongs. */
  readonly #turns = new Queue()
  #left: () => void = () => undefined
  #isBroken = false
  #inTransaction = false
  #isPatient = true

  constructor(own: OwnClient, silence: number) {
    this.#own = own
    this.#silence = silence
  }

  /** Somebody has it now; `left` is called when they give it back. */
  taken(left: () => void): void {
    this.#left = left
    this.#inTransaction = false
  }

  release(destroy = false): void {
    const left = this.#left
    this.#left = () => undefined
    // A transaction that nobody ended would be the next one's.
    this.#own.release(destroy || this.#isBroken || this.#inTransaction)
    left()
  }

  query<Row>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>>
  query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>
  query<Row>(
    asked: string | PostgresCursor<Row>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<Row>> | PostgresCursor<Row> {
    if (typeof asked !== 'string') return this.#own.query(asked) as PostgresCursor<Row>
    return this.#turns.run(() => this.#ask<Row>(asked, parameters))
  }

  async #ask<Row>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>> {
    const values = parameters.map(toPostgres)
    if (/^\s*rollback\s*$/i.test(sql)) return this.#rollBack<Row>()
    if (this.#inTransaction && WRITES.test(sql)) return this.#write<Row>(sql, values)
    const result = await this.#submit<Row>(BEGINS.test(sql) ? asIfInTurn(sql) : sql, values)
    if (BEGINS.test(sql)) this.#inTransaction = true
    if (COMMITS.test(sql)) this.#inTransaction = false
    const patience = PATIENCE.exec(sql)?.[1]
    if (patience !== undefined) this.#isPatient = patience === 'default'
    if (COMMITS.test(sql) && result.command === 'ROLLBACK')
      throw new DatabaseError('A question failed in this transaction, so it was rolled back.', {
        code: '25P02',
      })
    return result
  }

  /** A connection that cannot even do that is given up, and its transaction goes with it. */
  async #rollBack<Row>(): Promise<PostgresQueryResult<Row>> {
    try {
      await this.#submit('rollback')
    } catch {
      this.#isBroken = true
    }
    this.#inTransaction = false
    return { command: 'ROLLBACK', rowCount: 0, rows: [] }
  }

  async #write<Row>(sql: string, values: readonly unknown[]): Promise<PostgresQueryResult<Row>> {
    await this.#submit(`savepoint ${SAVEPOINT}`)
    try {
      const result = await this.#submit<Row>(sql, values)
      await this.#submit(`release ${SAVEPOINT}`)
      return result
    } catch (error) {
      if (!this.#isBroken) {
        await this.#submit(`rollback to ${SAVEPOINT}`)
        await this.#submit(`release ${SAVEPOINT}`)
      }
      throw error
    }
  }

  async #submit<Row>(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<Row>> {
    const query_timeout = this.#isPatient ? this.#silence : undefined
    const submitted: Submitted = { text, values, queryMode: 'extended', query_timeout }
    try {
      // That a row is what its query says is Kysely's promise.
      return await (this.#own.query(submitted) as Promise<PostgresQueryResult<Row>>)
    } catch (cause) {
      const error = postgresError(cause)
      if (endsConnection(error)) this.#isBroken = true
      throw error
    }
  }
}

/**
 * As SQLite runs them, one after the other: each transaction sees what it would
 * see alone, or is told that it did not, and is run again. See `Repo.transact`.
 */
const asIfInTurn = (sql: string): string =>
  /^\s*begin\s*$/i.test(sql) ? 'begin isolation level serializable' : sql
