/**
 * SQLite in WebAssembly, for where there is no native one: a browser. The one
 * file that knows the package `sql.js`. Its calls are plain and answer at once;
 * what stands above it is the same as on the server, line for line.
 */
import initialize, {
  type SqlJs,
  type SqlJsDatabase,
  type SqlJsStatement,
} from 'sql.js/dist/sql-wasm-browser.js'
import { DatabaseClosedError, SqlArgumentError } from '../database-error.ts'
import type { Handle, StoredRow, Written } from './handle.ts'
import { readSql } from './sql-text.ts'
import { sqliteError } from './sqlite-error.ts'
import { toSqlite } from './sqlite-value.ts'

/** The codes that errors of ours are told apart by; SQLite has finer ones, whose last byte is this. */
const CODES: Readonly<Record<number, string>> = {
  13: 'SQLITE_FULL',
  17: 'SQLITE_SCHEMA',
  19: 'SQLITE_CONSTRAINT',
}
const LAST_BYTE = 0xff

/** In pages of 4 KiB: an exercise holds a few rows, and a loop that writes ends here. */
const MOST_PAGES = 512

const PRAGMAS = `
  pragma foreign_keys = on;
  pragma trusted_schema = off;
  pragma max_page_count = ${MOST_PAGES};`

/** SQLite, ready to open databases. */
export type Sqlite = SqlJs

export const makeSqlite = (wasmBinary: Uint8Array): Promise<Sqlite> => initialize({ wasmBinary })

export class WasmHandle implements Handle {
  readonly #database: SqlJsDatabase
  #isOpen = true

  /** A database that is gone when it is closed. */
  constructor({ Database }: Sqlite) {
    this.#database = new Database()
    this.#database.exec(PRAGMAS)
  }

  all(sql: string, parameters: readonly unknown[]): Promise<StoredRow[]> {
    return this.#told(() => this.#rows(sql, parameters))
  }

  run(sql: string, parameters: readonly unknown[]): Promise<Written> {
    return this.#told(() => {
      this.#rows(sql, parameters)
      const changes = this.#database.getRowsModified()
      const [row] = this.#rows('select last_insert_rowid() as id', [])
      return { changes, lastId: Number(row?.['id'] ?? 0) }
    })
  }

  async *each(sql: string, parameters: readonly unknown[]): AsyncIterableIterator<StoredRow> {
    yield* await this.all(sql, parameters)
  }

  runScript(sql: string): Promise<void> {
    return this.#told(() => void this.#database.exec(sql))
  }

  copyTo(): Promise<void> {
    return Promise.reject(new TypeError('copyTo: this database is no file.'))
  }

  restoreFrom(): Promise<void> {
    return Promise.reject(new TypeError('restoreFrom: this database is no file.'))
  }

  close(): Promise<void> {
    if (this.#isOpen) this.#database.close()
    this.#isOpen = false
    return Promise.resolve()
  }

  #rows(sql: string, parameters: readonly unknown[]): StoredRow[] {
    const { places } = readSql(sql)
    if (places !== parameters.length)
      throw new SqlArgumentError(
        `sqlite: the SQL has ${places} places (?) and ${parameters.length} values were given.`,
      )
    const values = parameters.map(toSqlite)
    let statement: SqlJsStatement | undefined
    try {
      statement = this.#database.prepare(sql)
      statement.bind(values)
      const rows: StoredRow[] = []
      while (statement.step()) rows.push(statement.getAsObject())
      return rows
    } finally {
      statement?.free()
    }
  }

  /** As a promise, because a query is one elsewhere, and with the errors that the repo knows. */
  async #told<Value>(fn: () => Value): Promise<Value> {
    await Promise.resolve()
    if (!this.#isOpen) throw new DatabaseClosedError()
    try {
      return fn()
    } catch (error) {
      throw error instanceof SqlArgumentError ? error : sqliteError(withCode(error))
    }
  }
}

/** Puts SQLite’s code in front of its sentence, as the native package does. */
function withCode(error: unknown): Error {
  const { message = String(error), errcode = 0 } = error as Partial<Error & { errcode: number }>
  const code = CODES[errcode & LAST_BYTE] ?? 'SQLITE_ERROR'
  return Object.assign(new Error(`${code}: ${message}`), { code })
}
