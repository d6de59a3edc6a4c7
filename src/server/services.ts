/** Opens what the server keeps for as long as it runs, and closes it again. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Progress } from '#course/progress.ts'
import { MINUTE } from '#lib/duration.ts'
import { migrateToLatest } from '#repo/migrator.ts'
import { createTemplate, openSqlite, sqliteVersion } from '#repo/sqlite/sqlite.ts'
import type { SiteTables } from '#repo/site-tables.ts'
import { EventHub } from '#sandbox/event-hub.ts'
import { FileStore } from '#sandbox/file-store.ts'
import { Sandboxes } from '#sandbox/sandbox.ts'
import { watchNothing } from '#trace/watch.ts'
import type { FrontServices } from '#http/front-request.ts'
import { Inside } from '#http/inside.ts'
import { openLivePages } from '#visit/live-pages.ts'
import type { Services } from '#visit/services.ts'
import { Teachers } from '#visit/teachers.ts'
import type { Config } from './config.ts'
import { inDataDirectory, ownDataDirectory } from './data-directory.ts'
import { isDiskFull } from './disk.ts'
import { textOf, type Log } from './log.ts'
import { MemoryWatch } from './memory-watch.ts'
import { framePolicy } from './security-headers.ts'

const SWEEP_EVERY = 5 * MINUTE
const REST_EVERY = MINUTE

export interface RunningServices extends Services {
  readonly config: Config
  readonly log: Log
  readonly sqlite: { readonly version: string; readonly withdrawn: boolean }
  /** Whether there is memory for more work. */
  readonly memory: Pick<MemoryWatch, 'isShort'>
  readonly close: () => Promise<void>
}

// Its makers took this release back.
const WITHDRAWN = '3.52.0'

/** Throws a `ConfigError` where DATA_DIR is another server's, or cannot be used. */
export async function openServices(
  config: Config,
  log: Log,
  errorPage: FrontServices['errorPage'],
): Promise<RunningServices> {
  if (!config.watch) watchNothing()
  const events = new EventHub()
  const lock = await ownDataDirectory(config)
  const { site, sandboxes } = await inDataDirectory(config, () => openDatabases(config, events))
  const version = await sqliteVersion(site)
  const sqlite = Object.freeze({ version, withdrawn: version === WITHDRAWN })
  const logError = (error: unknown, requestId: string) => {
    log.error('request failed', { requestId, error: textOf(error) })
  }
  const live = openLivePages({ sandboxes, events, limits: config.limits, logError })
  const sweeping = setInterval(() => {
    sandboxes.sweep().catch((error: unknown) => logError(error, 'sweep'))
  }, SWEEP_EVERY).unref()
  const memory = new MemoryWatch({
    relieve: () => sandboxes.relieve(),
    failed: (error) => logError(error, 'memory'),
  })
  const watchingMemory = memory.start()
  // For whoever has changed the site’s database by hand.
  const forgetRows = () => {
    sandboxes.forgetRows()
    log.info('rows forgotten', { note: 'SIGUSR2: the site’s database is asked again.' })
  }
  process.on('SIGUSR2', forgetRows)
  const resting = setInterval(() => {
    sandboxes.rest().catch((error: unknown) => logError(error, 'rest'))
  }, REST_EVERY).unref()

  return Object.freeze({
    config,
    log,
    publicOrigin: config.publicOrigin,
    framePolicy: framePolicy(config.publicOrigin),
    events,
    sandboxes,
    live,
    inside: new Inside(),
    progress: new Progress(site),
    teachers: new Teachers(config.teacherKey, { on: config.limits.on }),
    errorPage,
    isDiskFull: () => isDiskFull(config.dataDirectory),
    logError,
    sqlite,
    memory,
    close: async () => {
      clearInterval(sweeping)
      clearInterval(resting)
      process.off('SIGUSR2', forgetRows)
      watchingMemory()
      live.closeAll()
      await sandboxes.close()
      await lock.release()
    },
  })
}

async function openDatabases({ dataDirectory, limits }: Config, hub: EventHub) {
  const site = await openSqlite<SiteTables>({ file: join(dataDirectory, 'site.db') })
  await migrateToLatest(site, 'site')
  const template = join(dataDirectory, 'template.db')
  await createTemplate(template)
  const store = new FileStore({ directory: join(dataDirectory, 'sandboxes'), template })
  // What a crash has left of copies is nobody's.
  const ofCopies = join(dataDirectory, 'copies')
  await rm(ofCopies, { recursive: true, force: true })
  const copies = new FileStore({ directory: ofCopies, template })
  return { site, sandboxes: await Sandboxes.open({ store, copies, site, hub, limits }) }
}
