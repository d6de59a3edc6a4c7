/**
 * Moves the site's own database from its file into PostgreSQL, once: whoever
 * visited, their sandboxes, and how far each is. The file stays as it is.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { moveTables, listFilledTables, MoveError, type MovedTable } from '#repo/move-tables.ts'
import { listTableNames } from '#repo/inspect-tables.ts'
import { countPendingMigrations, listUnknownMigrations, migrateToLatest } from '#repo/migrator.ts'
import { lockFile } from '#repo/sqlite/file-lock.ts'
import type { Repo } from '#repo/repo.ts'
import type { SiteTables } from '#repo/site-tables.ts'
import { lastNumbers, openSqlite } from '#repo/sqlite/sqlite.ts'
import { ConfigError, type Config } from './config.ts'
import { IN_USE } from './data-directory.ts'
import { reach } from './site-database.ts'

type Where = Pick<Config, 'dataDirectory' | 'siteDatabaseUrl' | 'siteDatabaseConnections'>

/**
 * Copies every row, and answers how many each table has. Throws a `ConfigError`,
 * and has changed nothing, where a server is using the file, where one of the two
 * is another version's, or where there is something in the target already.
 */
export async function moveSite(config: Where): Promise<readonly MovedTable[]> {
  const { dataDirectory } = config
  const file = join(dataDirectory, 'site.db')
  if (!existsSync(file)) throw refusal(config, 'and there is no site.db in it')
  const lock = await lockFile(join(dataDirectory, IN_USE))
  if (lock === null)
    throw refusal(
      config,
      'and a server is using it. Stop that one first: what it writes would be lost',
    )
  try {
    const from = await openSqlite<SiteTables>({ file })
    return await within(from, async () => {
      await refuseOtherVersion(config, from)
      const to = await reach(config)
      return within(to, () => move(from, to))
    })
  } finally {
    await lock.release()
  }
}

async function move(from: Repo<SiteTables>, to: Repo<SiteTables>): Promise<readonly MovedTable[]> {
  const filled = await listFilledTables(to)
  const isOurs = (await listUnknownMigrations(to, 'site')).length === 0
  if (filled.length > 0 || !isOurs || (await isOfAnother(to)))
    throw new ConfigError(
      `SITE_DATABASE_URL leads to a database that is not empty${filled.length > 0 ? `: there are rows in ${filled.join(', ')}` : ''}. Give it one of its own, as createdb makes it.`,
    )
  await migrateToLatest(to, 'site')
  const last = await lastNumbers(from)
  const { countOn } = await import('#repo/postgres/postgres.ts')
  try {
    return await moveTables(from, to, (inner) => countOn(inner, last))
  } catch (error) {
    if (error instanceof MoveError) throw new ConfigError(`Nothing was moved. ${error.message}`)
    throw error
  }
}

/** Tables that no migration of ours has made. */
async function isOfAnother(to: Repo<SiteTables>): Promise<boolean> {
  const tables = await listTableNames(to)
  return tables.length > 0 && !tables.includes('visitors')
}

async function refuseOtherVersion(config: Where, from: Repo<SiteTables>): Promise<void> {
  const isNewer = (await listUnknownMigrations(from, 'site')).length > 0
  if (isNewer || (await countPendingMigrations(from, 'site')) > 0)
    throw refusal(
      config,
      'and another version of this server has written to it last. Start this version once, and stop it again',
    )
}

async function within<Value>(repo: Repo<SiteTables>, use: () => Promise<Value>): Promise<Value> {
  try {
    return await use()
  } finally {
    await repo.close()
  }
}

const refusal = ({ dataDirectory }: Where, reason: string) =>
  new ConfigError(`DATA_DIR is "${dataDirectory}", ${reason}.`)

/** Of each table a line: its name, its rows, and the beginning of its checksum. */
export function tableOf(moved: readonly MovedTable[]): string {
  const lines = moved.map(({ table, rows, checksum }) => [
    table,
    String(rows),
    checksum.slice(0, 12),
  ])
  const all = [['table', 'rows', 'checksum'], ...lines]
  const widths = [0, 1].map((at) => Math.max(...all.map((line) => line[at]!.length)))
  return all
    .map(([table = '', rows = '', checksum = '']) =>
      `${table.padEnd(widths[0]!)}  ${rows.padStart(widths[1]!)}  ${checksum}`.trimEnd(),
    )
    .join('\n')
}
