/** Opens what the server keeps for as long as it runs, and closes it again. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Progress } from '#course/progress.ts'
import { MINUTE } from '#lib/duration.ts'
import { migrateToLatest } from '#repo/migrator.ts'
import { createTemplate, openSqlite } from '#repo/sqlite/sqlite.ts'
import type { SiteTables } from '#repo/site-tables.ts'
import { EventHub } from '#sandbox/event-hub.ts'
import { FileStore } from '#sandbox/file-store.ts'
import { Sandboxes } from '#sandbox/sandbox.ts'
import { watchNothing } from '#trace/watch.ts'
import type { FrontServices } from '#http/front-request.ts'
import { openLivePages } from '#visit/live-pages.ts'
import type { Services } from '#visit/services.ts'
import type { Config } from './config.ts'
import type { Log } from './log.ts'
import { framePolicy } from './security-headers.ts'

const SWEEP_EVERY = 5 * MINUTE

export interface RunningServices extends Services {
  readonly config: Config
  readonly log: Log
  readonly close: () => Promise<void>
}

export async function openServices(
  config: Config,
  log: Log,
  errorPage: FrontServices['errorPage'],
): Promise<RunningServices> {
  if (!config.watch) watchNothing()
  await mkdir(join(config.dataDirectory, 'sandboxes'), { recursive: true })
  const site = await openSqlite<SiteTables>({ file: join(config.dataDirectory, 'site.db') })
  await migrateToLatest(site, 'site')
  const template = join(config.dataDirectory, 'template.db')
  await createTemplate(template)

  const events = new EventHub()
  const sandboxes = await Sandboxes.open({
    store: new FileStore({ directory: join(config.dataDirectory, 'sandboxes'), template }),
    site,
    hub: events,
    limits: config.limits,
  })
  const logError = (error: unknown, requestId: string) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    log.error('request failed', { requestId, error: text })
  }
  const live = openLivePages({ sandboxes, events, limits: config.limits, logError })
  const sweeping = setInterval(() => {
    sandboxes.sweep().catch((error: unknown) => logError(error, 'sweep'))
  }, SWEEP_EVERY).unref()

  return Object.freeze({
    config,
    log,
    publicOrigin: config.publicOrigin,
    framePolicy: framePolicy(config.publicOrigin),
    events,
    sandboxes,
    live,
    progress: new Progress(site),
    errorPage,
    logError,
    close: async () => {
      clearInterval(sweeping)
      live.closeAll()
      await sandboxes.close()
    },
  })
}
