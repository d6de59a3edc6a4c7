/** Keeps the statements used last, and gives up the one unused for longest. */
export class StatementCache<Statement> {
  readonly #most: number
  readonly #giveUp: (statement: Statement) => void
  readonly #kept = new Map<string, Statement>()

  constructor({ most, giveUp }: { most: number; giveUp: (statement: Statement) => void }) {
    this.#most = most
    this.#giveUp = giveUp
  }

  get size(): number {
    return this.#kept.size
  }

  look(sql: string): Statement | undefined {
    return this.#kept.get(sql)
  }

  /** Takes a statement out, so that nobody else uses it or gives it up meanwhile. */
  take(sql: string): Statement | undefined {
    const found = this.#kept.get(sql)
    if (found) this.#kept.delete(sql)
    return found
  }

  /** Puts a statement back after use, as the newest. */
  put(sql: string, statement: Statement): void {
    const twin = this.#kept.get(sql)
    if (twin) this.#giveUp(twin)
    this.#kept.delete(sql)
    this.#kept.set(sql, statement)
    if (this.#kept.size <= this.#most) return
    for (const [oldestSql, oldest] of this.#kept) {
      this.#kept.delete(oldestSql)
      this.#giveUp(oldest)
      return
    }
  }

  clear(): void {
    for (const statement of this.#kept.values()) this.#giveUp(statement)
    this.#kept.clear()
  }
}
