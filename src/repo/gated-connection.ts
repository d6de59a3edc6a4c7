/**
 * Where a query can be held back: at a gate, as the race lab needs it. What
 * stands there has no connection yet, so that it keeps nobody out, least of
 * all whom it waits for.
 */
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely'
import type { Gate } from '#trace/watch.ts'
import { sqlTag } from './sql-tag.ts'

/** Waits for the gate, and then for a connection, before its first query. */
export class GatedConnection<Own extends DatabaseConnection> implements DatabaseConnection {
  readonly #gate: Gate
  readonly #acquire: () => Promise<Own>
  #own: Own | null = null

  constructor(gate: Gate, acquire: () => Promise<Own>) {
    this.#gate = gate
    this.#acquire = acquire
  }

  /** The connection that it got, which is to be given back; `null` until it came through. */
  get own(): Own | null {
    return this.#own
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return (await this.#enter(query)).executeQuery<Row>(query)
  }

  async *streamQuery<Row>(
    query: CompiledQuery,
    size: number,
  ): AsyncIterableIterator<QueryResult<Row>> {
    yield* (await this.#enter(query)).streamQuery<Row>(query, size)
  }

  async #enter({ sql }: CompiledQuery): Promise<Own> {
    if (this.#own) return this.#own
    await this.#gate({ tag: sqlTag(sql), sql })
    return (this.#own = await this.#acquire())
  }
}
