/**
 * Asks, before a build that takes its time, whether the server would start after it: a wrong setting,
 * a `DATA_DIR` that another server has, a port in use are told now. Nothing is kept.
 */
import { createServer } from 'node:net'
import { ConfigError, readConfig } from './config.ts'
import { ownDataDirectory } from './data-directory.ts'
import { listen } from './listen.ts'

try {
  const config = readConfig(process.env)
  const lock = await ownDataDirectory(config)
  await lock.release()
  const server = createServer()
  await listen(server, config)
  server.close()
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  process.stderr.write(`Glasshouse cannot start. ${error.message}\n`)
  process.exitCode = 1
}
