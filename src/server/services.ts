/** Opens what the server keeps for as long as it runs, and closes it again. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Progress } from '#course/progress.ts'
import { listUnknownMigrations, migrateToLatest } from '#repo/migrator.ts'
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
import { counters } from './counters.ts'
import { inDataDirectory, ownDataDirectory, refuseNewerData } from './data-directory.ts'
import { Disk } from './disk.ts'
import { textOf, type Log } from './log.ts'
import { framePolicy } from './security-headers.ts'
import { testItself } from './self-test.ts'
import { goBySteadyTime } from './steady-time.ts'
import { sweepNowAndThen } from './sweeper.ts'

export interface RunningServices extends Services {
  readonly config: Config
  readonly log: Log
  readonly disk: Disk
  readonly sqlite: { readonly version: string; readonly withdrawn: boolean }
  /** Rejects with a `ConfigError` where this server is not what it must be. Nobody is answered before. */
  readonly tested: Promise<void>
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
  const disk = new Disk(config.dataDirectory)
  counters.gauge('glasshouse_disk_left_bytes', () => disk.left())
  const lock = await ownDataDirectory(config)
  const time = await goBySteadyTime(config, log)
  const { site, sandboxes } = await inDataDirectory(config, () => openDatabases(config, events))
  // Hashes are made beside this thread, which has the pages to load meanwhile.
  const tested = testItself(templateIn(config), sandboxes.lobby)
  tested.catch(() => undefined)
  const version = await sqliteVersion(site)
  const sqlite = Object.freeze({ version, withdrawn: version === WITHDRAWN })
  const logError = (error: unknown, requestId: string) => {
    log.error('request failed', { requestId, error: textOf(error) })
  }
  const { limits } = config
  const live = openLivePages({
    ...{ sandboxes, events, limits, logError },
    refused: (full) => refused(`live-pages-${full}`),
  })
  const stopSweeping = sweepNowAndThen({ sandboxes, logError })

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
    isDiskFull: () => disk.isFull(),
    disk,
    logError,
    sqlite,
    tested,
    close: async () => {
      stopSweeping()
      live.closeAll()
      await sandboxes.close()
      await time.stop()
      await lock.release()
    },
  })
}

const refused = (reason: string) => counters.count('glasshouse_refused_total', { reason })

const templateIn = ({ dataDirectory }: Config) => join(dataDirectory, 'template.db')

async function openDatabases(config: Config, hub: EventHub) {
  const { dataDirectory, limits } = config
  const site = await openSqlite<SiteTables>({ file: join(dataDirectory, 'site.db') })
  refuseNewerData(config, await listUnknownMigrations(site, 'site'))
  await migrateToLatest(site, 'site')
  const template = templateIn(config)
  await createTemplate(template)
  const store = new FileStore({ directory: join(dataDirectory, 'sandboxes'), template })
  // What a crash has left of copies is nobody's.
  const ofCopies = join(dataDirectory, 'copies')
  await rm(ofCopies, { recursive: true, force: true })
  const copies = new FileStore({ directory: ofCopies, template })
  const counted = { ...limits, refused }
  return { site, sandboxes: await Sandboxes.open({ store, copies, site, hub, limits: counted }) }
}
