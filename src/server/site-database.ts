/**
 * Opens what must last: the site's own database, a file in the data directory or,
 * where an address is given, a database in PostgreSQL that several servers share.
 */
import { join } from 'node:path'
import { DatabaseError } from '#repo/database-error.ts'
import { listUnknownMigrations, migrateToLatest } from '#repo/migrator.ts'
import type { Repo } from '#repo/repo.ts'
import type { SiteTables } from '#repo/site-tables.ts'
import { openSqlite } from '#repo/sqlite/sqlite.ts'
import { ConfigError, type Config } from './config.ts'
import { inDataDirectory, refuseNewerData } from './data-directory.ts'

type Where = Pick<Config, 'dataDirectory' | 'siteDatabaseUrl' | 'siteDatabaseConnections'>

/** Migrated, and ready. Throws a `ConfigError` where it cannot be reached, or a newer version has written to it. */
export function openSiteDatabase(config: Config): Promise<Repo<SiteTables>> {
  if (config.siteDatabaseUrl !== null) return openInPostgres(config)
  return inDataDirectory(config, async () => {
    const site = await openSqlite<SiteTables>({ file: join(config.dataDirectory, 'site.db') })
    refuseNewerData(config, await listUnknownMigrations(site, 'site'))
    await migrateToLatest(site, 'site')
    return site
  })
}

async function openInPostgres(config: Where): Promise<Repo<SiteTables>> {
  try {
    const site = await reach(config)
    const [unknown] = (await listUnknownMigrations(site, 'site')).toReversed()
    if (unknown !== undefined)
      throw new ConfigError(
        `SITE_DATABASE_URL leads to a database that a newer version of this server has written to: ${unknown} is unknown here. Start that version.`,
      )
    await migrateToLatest(site, 'site')
    return site
  } catch (error) {
    throw explained(error)
  }
}

/** The database behind the address, as it is. Throws a `ConfigError` where it does not answer. */
export async function reach({
  siteDatabaseUrl,
  siteDatabaseConnections: most,
}: Pick<Where, 'siteDatabaseUrl' | 'siteDatabaseConnections'>): Promise<Repo<SiteTables>> {
  if (siteDatabaseUrl === null) throw new ConfigError('SITE_DATABASE_URL is not set.')
  try {
    // Whoever has none loads nothing for it.
    const { openPostgres } = await import('#repo/postgres/postgres.ts')
    return await openPostgres<SiteTables>({ url: siteDatabaseUrl.reveal(), most })
  } catch (error) {
    throw explained(error)
  }
}

/** The address is left out: it holds a password. PostgreSQL names the user and the database, and nothing else. */
function explained(error: unknown): unknown {
  const { cause = error } = error instanceof Error ? error : {}
  return cause instanceof DatabaseError
    ? new ConfigError(`SITE_DATABASE_URL: ${cause.words.replace(/\.$/, '')} (${cause.code}).`)
    : error
}
