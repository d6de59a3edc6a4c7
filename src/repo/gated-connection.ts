/**
 * Where a query can be held back: at a gate, as the race lab needs it. What
 * stands there has no connection yet, so that it keeps nobody out, least of
 * all whom it waits for.
 */
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely'
import type { Gate } from '#trace/watch.ts'
import type { Fifo } from './fifo.ts'
import { sqlTag } from './sql-text.ts'

/** A connection that waits for the gate, and then for its turn, before its first query. */
export class GatedConnection implements DatabaseConnection {
  readonly #gate: Gate
  readonly #turns: Fifo
  readonly #connection: DatabaseConnection
  #hasTurn = false

  constructor(gate: Gate, turns: Fifo, connection: DatabaseConnection) {
    this.#gate = gate
    this.#turns = turns
    this.#connection = connection
  }

  /** Whether it came through: its turn is to be ended then. */
  get hasTurn(): boolean {
    return this.#hasTurn
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    await this.#enter(query)
    return this.#connection.executeQuery<Row>(query)
  }

  async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    await this.#enter(query)
    yield* this.#connection.streamQuery<Row>(query, 1)
  }

  async #enter({ sql }: CompiledQuery): Promise<void> {
    if (this.#hasTurn) return
    await this.#gate({ tag: sqlTag(sql), sql })
    await this.#turns.acquire()
    this.#hasTurn = true
  }
}
