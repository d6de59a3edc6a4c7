/** The door of SQLite for a browser: a database in memory, under the same repo as on the server. */
import type { Clock } from '#lib/clock.ts'
import { Fifo } from '../fifo.ts'
import { Repo } from '../repo.ts'
import type { Tables as SandboxTables } from '../tables.ts'
import { sqliteEngine } from './sqlite-engine.ts'
import { makeSqlite, WasmHandle, type Sqlite as Loaded } from './wasm-handle.ts'

/**
 * For a query to get its turn. One reader asks: whoever waits this long waits for
 * their own transaction, and hears it from the queue, for a browser cannot tell.
 */
const PATIENCE_MILLISECONDS = 1_000

/** SQLite, ready to open databases. */
export type Sqlite = Loaded

/**
 * Makes SQLite of its bytes. A worker can fetch nothing, so whoever starts it hands them in.
 *
 * @example
 * const sqlite = await loadSqlite(await readSqliteWasm())
 * typeof sqlite.Database
 * // => 'function'
 */
export const loadSqlite = (bytes: Uint8Array): Promise<Sqlite> => makeSqlite(bytes)

/**
 * A repo over a database that is gone when it is closed.
 *
 * @example
 * const sqlite = await loadSqlite(await readSqliteWasm())
 * const repo = openInBrowser(sqlite, { clock: ana.clock })
 * repo.clock
 * // => ana.clock
 * await repo.close()
 */
export const openInBrowser = <Tables = SandboxTables>(
  sqlite: Sqlite,
  { clock }: { readonly clock?: Clock } = {},
): Repo<Tables> => {
  const turns = new Fifo({ patienceMilliseconds: PATIENCE_MILLISECONDS })
  return Repo.over<Tables>(sqliteEngine(new WasmHandle(sqlite), { turns }), { clock })
}
