/**
 * SQLite itself, in this process. The one file that touches the package
 * `sqlite3`: it turns callbacks into promises and lets nothing reach the native
 * code unchecked. A wrong argument there ends the process or is stored as
 * something else, and no `try` helps.
 */
import { lstat } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import { pathToFileURL } from 'node:url'
import sqlite3 from 'sqlite3'
import { sleep } from '#lib/sleep.ts'
import {
  DatabaseBusyError,
  DatabaseClosedError,
  DatabaseUnreachableError,
  SqlArgumentError,
} from '../database-error.ts'
import type { Handle, StoredRow, Written } from './handle.ts'
import { LONGEST_SQL, readSql, type SqlText } from './sql-text.ts'
import { sqliteError } from './sqlite-error.ts'
import { toSqlite } from './sqlite-value.ts'
import { StatementCache } from './statement-cache.ts'

export interface FileOptions {
  /** An absolute path. */
  readonly file: string
  /** For a file that nobody writes any more, such as a template. */
  readonly readOnly?: boolean | undefined
  /** Refuse a file that is not there, where otherwise a new one is made. */
  readonly mustExist?: boolean | undefined
}

export interface MemoryOptions {
  /** Asked for by name, so that a missing file name never means a database that forgets. */
  readonly memory: true
}

export interface SizeOptions {
  /** The largest size, in pages of 4 KiB. */
  readonly maxPages?: number | undefined
  /** Pages of the log before they become part of the file. It takes hardly more than that on the disk. */
  readonly logPages?: number | undefined
  /** How many statements stay prepared. */
  readonly mostStatements?: number | undefined
}

export type Sqlite3Options = (FileOptions | MemoryOptions) & SizeOptions

interface Prepared {
  readonly text: SqlText
  readonly statement: sqlite3.Statement
}

/** What the native code takes: bytes must be a `Buffer`. */
type NativeValue = string | number | Buffer | null

// Waiting inside SQLite holds one of the few threads that all of Node shares; the
// dialect waits outside instead, and tries again.
const BUSY_MILLISECONDS = 250
const PAGE_BYTES = 4_096
const CLOSING_ATTEMPTS = 50
const CLOSING_PAUSE = 10

const LIMITS: readonly (readonly [id: number, most: number])[] = [
  [sqlite3.LIMIT_LENGTH, 100_000],
  [sqlite3.LIMIT_SQL_LENGTH, LONGEST_SQL],
  [sqlite3.LIMIT_ATTACHED, 0],
  [sqlite3.LIMIT_VARIABLE_NUMBER, 100],
  [sqlite3.LIMIT_COMPOUND_SELECT, 20],
  [sqlite3.LIMIT_EXPR_DEPTH, 50],
]

const { OPEN_READONLY, OPEN_READWRITE, OPEN_CREATE, OPEN_URI, OPEN_FULLMUTEX } = sqlite3
const EXISTING = OPEN_READWRITE | OPEN_FULLMUTEX
const CREATE = EXISTING | OPEN_CREATE
const UNCHANGING = OPEN_READONLY | OPEN_URI | OPEN_FULLMUTEX

// The types of `sqlite3` leave out the arguments. Database#prepare takes the same
// ones, and goes through the thread pool twice.
const PreparedStatement = sqlite3.Statement as unknown as new (
  database: sqlite3.Database,
  sql: string,
  callback: (error: Error | null) => void,
) => sqlite3.Statement

export class Sqlite3Handle implements Handle {
  readonly #database: sqlite3.Database
  readonly #statements: StatementCache<Prepared>
  readonly #inUse = new Set<Prepared>()
  readonly #preparing = new Set<Promise<void>>()
  #open = true
  #closing: Promise<void> | null = null

  private constructor(database: sqlite3.Database, mostStatements: number) {
    this.#database = database
    this.#statements = new StatementCache({
      most: mostStatements,
      giveUp: finalize,
    })
  }

  static async open(options: Sqlite3Options): Promise<Sqlite3Handle> {
    const { maxPages, logPages, mostStatements = 64 } = options
    for (const [name, pages] of Object.entries({ maxPages, logPages }))
      if (pages !== undefined && !(Number.isSafeInteger(pages) && pages > 0))
        throw new SqlArgumentError(`sqlite: ${name} is ${pages}. Expected a whole number above 0.`)
    const readOnly = 'file' in options && options.readOnly === true
    const database = await ('file' in options ? openFile(options) : openNative(':memory:', CREATE))
    const handle = new Sqlite3Handle(database, mostStatements)
    try {
      await handle.#exec(pragmas(readOnly, options))
    } catch (error) {
      await handle.close()
      throw error
    }
    for (const [id, most] of LIMITS) database.configure('limit', id, most)
    return handle
  }

  get openStatements(): number {
    return this.#statements.size
  }

  all(sql: string, parameters: readonly unknown[]): Promise<StoredRow[]> {
    return this.#use(sql, parameters, (statement, values) =>
      settled<StoredRow[]>((settle) => statement.all<StoredRow>(values, settle)),
    )
  }

  run(sql: string, parameters: readonly unknown[]): Promise<Written> {
    return this.#use(
      sql,
      parameters,
      (statement, values) =>
        new Promise<Written>((resolve, reject) => {
          statement.run(values, function (this: sqlite3.RunResult, error: Error | null) {
            if (error) reject(error)
            else resolve({ changes: this.changes, lastId: this.lastID })
          })
        }),
    )
  }

  async *each(sql: string, parameters: readonly unknown[]): AsyncIterableIterator<StoredRow> {
    const { values, text } = checked(sql, parameters)
    const prepared = await this.#prepare(sql, text)
    this.#inUse.add(prepared)
    try {
      let row = await this.#next(prepared, values)
      while (row) {
        yield row
        row = await this.#next(prepared, [])
      }
    } finally {
      // An unfinished reader would keep its old view of the database open.
      this.#inUse.delete(prepared)
      if (this.#open) finalize(prepared)
    }
  }

  async runScript(sql: string): Promise<void> {
    if (!this.#open) throw new DatabaseClosedError()
    await this.#exec(sql)
  }

  // Nothing else may run meanwhile: it takes the one place for a second database, which no
  // other statement ever has.
  async copyTo(file: string): Promise<void> {
    if (!this.#open) throw new DatabaseClosedError()
    await refuseSpecialFile(file)
    this.#database.configure('limit', sqlite3.LIMIT_ATTACHED, 1)
    try {
      await this.run('vacuum into ?', [file])
    } finally {
      if (this.#open) this.#database.configure('limit', sqlite3.LIMIT_ATTACHED, 0)
    }
  }

  async restoreFrom(file: string): Promise<void> {
    if (!this.#open) throw new DatabaseClosedError()
    await refuseMissingFile(file)
    // A statement that was prepared for the tables before would hold them open.
    this.#statements.clear()
    await settled<void>((settle) => backup(this.#database, file, settle)).catch(rethrow)
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close())
  }

  async #close(): Promise<void> {
    this.#open = false
    this.#statements.clear()
    for (const prepared of this.#inUse) finalize(prepared)
    await Promise.allSettled(this.#preparing)
    await this.#closeFile()
  }

  /** sqlite3 finalises statements on its own thread, some of them after it says so. */
  async #closeFile(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await settled<void>((settle) => this.#database.close(settle))
      } catch (error) {
        const busy = sqliteError(error) instanceof DatabaseBusyError
        if (!busy || attempt === CLOSING_ATTEMPTS) rethrow(error)
      }
      await sleep(CLOSING_PAUSE)
    }
  }

  async #use<Value>(
    sql: string,
    parameters: readonly unknown[],
    execute: (statement: sqlite3.Statement, values: NativeValue[]) => Promise<Value>,
  ): Promise<Value> {
    if (!this.#open) throw new DatabaseClosedError()
    const { values, text } = checked(sql, parameters, this.#statements.look(sql)?.text)
    const prepared = this.#statements.take(sql) ?? (await this.#prepare(sql, text))

    this.#inUse.add(prepared)
    try {
      return await execute(prepared.statement, values)
    } catch (error) {
      throw sqliteError(error)
    } finally {
      this.#inUse.delete(prepared)
      if (this.#open) this.#statements.put(sql, prepared)
    }
  }

  async #prepare(sql: string, text: SqlText): Promise<Prepared> {
    if (!this.#open) throw new DatabaseClosedError()
    let statement: sqlite3.Statement
    const pending = settled<void>((settle) => {
      statement = new PreparedStatement(this.#database, sql, settle)
    })
    this.#preparing.add(pending)
    await pending.catch(rethrow).finally(() => this.#preparing.delete(pending))

    const prepared: Prepared = { statement: statement!, text }
    if (this.#open) return prepared
    finalize(prepared)
    throw new DatabaseClosedError()
  }

  #next({ statement }: Prepared, values: NativeValue[]): Promise<StoredRow | undefined> {
    if (!this.#open) throw new DatabaseClosedError()
    return settled<StoredRow | undefined>((settle) =>
      statement.get<StoredRow>(values, settle),
    ).catch(rethrow)
  }

  #exec(sql: string): Promise<void> {
    return settled<void>((settle) => this.#database.exec(sql, settle)).catch(rethrow)
  }
}

/** Checks the SQL and each value, and says how many were expected. */
function checked(
  sql: string,
  parameters: readonly unknown[],
  text: SqlText = readSql(sql),
): { text: SqlText; values: NativeValue[] } {
  if (parameters.length !== text.places)
    throw new SqlArgumentError(
      `sqlite: the SQL has ${text.places} places (?) and ${parameters.length} values were given. ` +
        'Give one value for each place.',
    )
  return { text, values: parameters.map(toNative) }
}

function toNative(parameter: unknown, index: number): NativeValue {
  const value = toSqlite(parameter, index)
  if (!(value instanceof Uint8Array) || Buffer.isBuffer(value)) return value
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
}

async function openFile({ file, readOnly, mustExist }: FileOptions): Promise<sqlite3.Database> {
  if (typeof file !== 'string' || !isAbsolute(file) || file.includes('\0') || !file.isWellFormed())
    throw new SqlArgumentError(
      'sqlite: the file name is not usable. Expected an absolute path without NUL. ' +
        'For a database in memory, say { memory: true }.',
    )
  await refuseSpecialFile(file)
  // Immutable: no locks and no files beside it, and its directory may be read-only.
  if (readOnly) return openNative(`${pathToFileURL(file).href}?immutable=1`, UNCHANGING)
  return openNative(file, mustExist ? EXISTING : CREATE)
}

/** A pipe would hang, and a link would lead out of the directory that it lies in. */
async function refuseSpecialFile(file: string): Promise<void> {
  const stats = await lstat(file).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null
    throw cannotOpen('The database file cannot be looked at.', cause)
  })
  if (stats && !stats.isFile()) throw cannotOpen('The database is not a regular file.')
}

/** SQLite would make an empty one, and all would be gone. */
async function refuseMissingFile(file: string): Promise<void> {
  await refuseSpecialFile(file)
  const stats = await lstat(file).catch(() => null)
  if (!stats?.size) throw cannotOpen('There is no copy to be put back.')
}

function cannotOpen(message: string, cause?: unknown): DatabaseUnreachableError {
  return new DatabaseUnreachableError(message, { code: 'SQLITE_CANTOPEN', cause })
}

async function openNative(name: string, mode: number): Promise<sqlite3.Database> {
  let database: sqlite3.Database
  await settled<void>((settle) => {
    database = new sqlite3.Database(name, mode, settle)
    // Every call has a callback, so none of these is news; without a listener one would end the process.
    database.on('error', () => undefined)
  }).catch(rethrow)
  return database!
}

function pragmas(readOnly: boolean, { maxPages, logPages }: SizeOptions): string {
  const settings = [
    `busy_timeout = ${BUSY_MILLISECONDS}`,
    'foreign_keys = ON',
    'trusted_schema = OFF',
    'cell_size_check = ON',
    'temp_store = MEMORY',
    ...(readOnly ? ['query_only = ON'] : ['journal_mode = WAL', 'synchronous = NORMAL']),
    ...(maxPages === undefined ? [] : [`max_page_count = ${maxPages}`]),
    ...(logPages === undefined
      ? []
      : [`wal_autocheckpoint = ${logPages}`, `journal_size_limit = ${logPages * PAGE_BYTES}`]),
  ]
  return settings.map((setting) => `PRAGMA ${setting};`).join('')
}

function finalize({ statement }: Prepared): void {
  statement.finalize(() => undefined)
}

/** The types of `sqlite3` leave this out. */
interface Backup {
  step(pages: number, settle: (error: Error | null) => void): void
  finish(settle: (error: Error | null) => void): void
}

type BackupFrom = (
  file: string,
  destination: 'main',
  source: 'main',
  filenameIsDestination: false,
  settle: (error: Error | null) => void,
) => Backup

/** Reads all pages of a file into a database, in one go: all of it, or nothing. */
function backup(
  database: sqlite3.Database,
  file: string,
  settle: (error: Error | null) => void,
): void {
  const own = database as unknown as { readonly backup: BackupFrom }
  const made = own.backup(file, 'main', 'main', false, (opened) => {
    if (opened) return settle(opened)
    made.step(-1, (failed) => made.finish((unfinished) => settle(failed ?? unfinished)))
  })
}

/** Turns a callback of sqlite3 into a promise. */
function settled<Value>(
  start: (settle: (error: Error | null, value: Value) => void) => void,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    start((error, value) => {
      if (error) reject(error)
      else resolve(value)
    })
  })
}

function rethrow(cause: unknown): never {
  throw sqliteError(cause)
}
