/** What `npm run site:move` runs: part of the build, as the migrations are. */
import { ConfigError, readConfig } from './config.ts'
import { moveSite, tableOf } from './move-site.ts'

try {
  const moved = await moveSite(readConfig(process.env))
  process.stdout.write(`${tableOf(moved)}\n\nEach was read back, and is the same.\n`)
  process.stdout.write(
    'The file site.db stays as it is; no server with SITE_DATABASE_URL reads it.\n',
  )
} catch (error) {
  const why = error instanceof ConfigError ? error.message : String(error)
  process.stderr.write(`Nothing was moved. ${why.replace(/^Nothing was moved\. /, '')}\n`)
  process.exitCode = 1
}
