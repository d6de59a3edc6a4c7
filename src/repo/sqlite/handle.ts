/**
 * The raw database, as some package brings it: the native one or SQLite in
 * WebAssembly. The dialect and everything above it is the same for all.
 *
 * A handle checks SQL and values with `readSql` and `toSqlite` before they
 * reach its package, throws nothing but a `DatabaseError` or a
 * `SqlArgumentError`, and knows nothing of turns: the dialect asks for one
 * thing after the other.
 */
export interface Handle {
  /** Runs a statement that answers with rows. */
  all(sql: string, parameters: readonly unknown[]): Promise<StoredRow[]>
  /** Runs a statement that answers with no rows. */
  run(sql: string, parameters: readonly unknown[]): Promise<Written>
  /** Gives one row after the other, so that no more than one is in memory. */
  each(sql: string, parameters: readonly unknown[]): AsyncIterableIterator<StoredRow>
  /** Runs several statements that this program wrote, and that have neither values nor rows. */
  runScript(sql: string): Promise<void>
  /** Writes the database into a new file, without what was deleted. */
  copyTo(file: string): Promise<void>
  /** Becomes what that file holds. Nothing else may run meanwhile. */
  restoreFrom(file: string): Promise<void>
  /** Ends what is prepared, and closes. What is still running ends first. */
  close(): Promise<void>
}

/** Values under the names of columns: text, numbers, bytes and null. */
export type StoredRow = Record<string, unknown>

export interface Written {
  readonly changes: number
  readonly lastId: number
}
