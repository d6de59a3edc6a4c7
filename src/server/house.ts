/** Opens what the server keeps for as long as it runs, and closes it again. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Progress } from '#course/progress.ts'
import { migrateToLatest } from '#repo/migrator.ts'
import { createTemplate, openSqlite } from '#repo/sqlite/sqlite.ts'
import type { SiteTables } from '#repo/site-tables.ts'
import { LiveConnections } from '#live/connections.ts'
import { EventHub } from '#sandbox/event-hub.ts'
import { FileStore } from '#sandbox/file-store.ts'
import { Sandboxes } from '#sandbox/sandbox.ts'
import { installChangesetTrace } from '#trace/changeset-steps.ts'
import type { House } from '#web/front-request.ts'
import type { Config } from './config.ts'
import type { Log } from './log.ts'
import { framePolicy } from './security-headers.ts'

const SWEEP_EVERY = 5 * 60 * 1000

export interface OpenHouse extends House {
  readonly config: Config
  readonly log: Log
  readonly close: () => Promise<void>
}

export async function openHouse(
  config: Config,
  log: Log,
  errorPage: House['errorPage'],
): Promise<OpenHouse> {
  await mkdir(join(config.dataDirectory, 'sandboxes'), { recursive: true })
  const site = await openSqlite<SiteTables>({ file: join(config.dataDirectory, 'site.db') })
  await migrateToLatest(site, 'site')
  const template = join(config.dataDirectory, 'template.db')
  await createTemplate(template)
  installChangesetTrace()

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
  const live = new LiveConnections({
    ...{ sandboxes, hub: events, limits: config.limits, logError },
  })
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
