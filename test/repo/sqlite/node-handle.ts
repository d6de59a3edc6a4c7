/**
 * SQLite as Node itself brings it, in place of the package `sqlite3`: a second
 * handle, with bytes that are no `Buffer` and errors without SQLite's codes. It
 * shows that nothing above a handle depends on the package below it.
 */
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { SqlArgumentError } from '#repo/database-error.ts'
import type { Handle, StoredRow, Written } from '#repo/sqlite/handle.ts'
import { readSql } from '#repo/sqlite/sql-text.ts'
import { sqliteError } from '#repo/sqlite/sqlite-error.ts'
import { toSqlite } from '#repo/sqlite/sqlite-value.ts'

const CODES: Readonly<Record<number, string>> = { 5: 'SQLITE_BUSY', 19: 'SQLITE_CONSTRAINT' }

export class NodeHandle implements Handle {
  readonly #database = new DatabaseSync(':memory:')

  all(sql: string, parameters: readonly unknown[]): Promise<StoredRow[]> {
    return told(() => this.#database.prepare(sql).all(...checked(sql, parameters)))
  }

  run(sql: string, parameters: readonly unknown[]): Promise<Written> {
    return told(() => {
      const { changes, lastInsertRowid } = this.#database
        .prepare(sql)
        .run(...checked(sql, parameters))
      return { changes: Number(changes), lastId: Number(lastInsertRowid) }
    })
  }

  async *each(sql: string, parameters: readonly unknown[]): AsyncIterableIterator<StoredRow> {
    yield* await this.all(sql, parameters)
  }

  runScript(sql: string): Promise<void> {
    return told(() => this.#database.exec(sql))
  }

  copyTo(): Promise<void> {
    return Promise.reject(new TypeError('copyTo: this database is no file.'))
  }

  restoreFrom(): Promise<void> {
    return Promise.reject(new TypeError('restoreFrom: this database is no file.'))
  }

  close(): Promise<void> {
    return told(() => {
      if (this.#database.isOpen) this.#database.close()
    })
  }
}

function checked(sql: string, parameters: readonly unknown[]): SQLInputValue[] {
  const { places } = readSql(sql)
  if (places === parameters.length) return parameters.map(toSqlite)
  throw new SqlArgumentError(`sqlite: ${places} places and ${parameters.length} values.`)
}

/** Puts the code in front of SQLite's words, where this package leaves it out. */
async function told<Value>(fn: () => Value): Promise<Value> {
  await Promise.resolve()
  try {
    return fn()
  } catch (error) {
    if (error instanceof SqlArgumentError) throw error
    const { message, errcode = 0 } = error as Error & { readonly errcode?: number }
    const code = CODES[errcode & 0xff] ?? 'SQLITE_ERROR'
    throw sqliteError(Object.assign(new Error(`${code}: ${message}`), { code }))
  }
}
