/** Opens what the server keeps for as long as it runs, and closes it again. */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Progress } from '#course/progress.ts'
import { MINUTE } from '#lib/duration.ts'
import { timeOf } from '#repo/database-time.ts'
import type { Repo } from '#repo/repo.ts'
import type { SiteTables } from '#repo/site-tables.ts'
import { WhenBack } from '#repo/when-back.ts'
import { createTemplate, sqliteVersion } from '#repo/sqlite/sqlite.ts'
import { EventHub } from '#sandbox/event-hub.ts'
import { FileStore } from '#sandbox/file-store.ts'
import type { HouseLease } from '#sandbox/house-lease.ts'
import { Sandboxes, type BrokenSandbox } from '#sandbox/sandbox.ts'
import { watchNothing } from '#trace/watch.ts'
import type { FrontServices } from '#http/front-request.ts'
import { Inside } from '#http/inside.ts'
import { openLivePages } from '#visit/live-pages.ts'
import type { Services } from '#visit/services.ts'
import { Teachers } from '#visit/teachers.ts'
import type { Config } from './config.ts'
import { counters } from './counters.ts'
import { IN_USE, inDataDirectory, ownDataDirectory } from './data-directory.ts'
import { Disk } from './disk.ts'
import { faultLog, type LogError } from './fault-log.ts'
import type { Log } from './log.ts'
import { MemoryWatch } from './memory-watch.ts'
import { framePolicy } from './security-headers.ts'
import { testItself } from './self-test.ts'
import { takeServerLease } from './server-lease.ts'
import { openSiteDatabase } from './site-database.ts'
import { goBySteadyTime } from './steady-time.ts'
import { sweepNowAndThen } from './sweeper.ts'

const REST_EVERY = MINUTE

export interface RunningServices extends Services {
  readonly config: Config
  readonly log: Log
  readonly disk: Disk
  readonly sqlite: { readonly version: string; readonly withdrawn: boolean }
  /** Whether there is memory for more work. */
  readonly memory: Pick<MemoryWatch, 'isShort'>
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
  const disk = new Disk(config.dataDirectory, { sign: IN_USE })
  counters.gauge('glasshouse_disk_left_bytes', () => disk.left())
  // On a full disk there would be no room for what each start makes anew.
  if (disk.isFull()) await disk.dropReserve()
  const lock = await ownDataDirectory(config)
  const time = await goBySteadyTime(config, log)
  const site = await openSiteDatabase(config)
  const logError = faultLog(log, () => troubleOf(disk))
  // A database that others may reach has more than one server.
  const now = timeOf(site)
  const server = now && (await takeServerLease({ config, site, now, log }))
  const lease = server?.lease ?? null
  const sandboxes = await inDataDirectory(config, () =>
    openSandboxes(config, { site, lease, events, disk, log, logError }),
  )
  const failed = (error: unknown) => logError(error, 'when back')
  const progress = new Progress(site, new WhenBack({ failed }))
  // Hashes are made beside this thread, which has the pages to load meanwhile.
  const tested = testItself(templateIn(config), sandboxes.lobby)
  tested.catch(() => undefined)
  // Sandboxes are files of SQLite, wherever the site's own database is.
  const version = await sqliteVersion(sandboxes.lobby.repo)
  const sqlite = Object.freeze({ version, withdrawn: version === WITHDRAWN })
  counters.gauge('glasshouse_writes_waiting', () => progress.waiting + sandboxes.waiting)
  const { limits } = config
  const live = openLivePages({
    ...{ sandboxes, events, limits, logError },
    refused: (full) => refused(`live-pages-${full}`),
  })
  const stopSweeping = sweepNowAndThen({ sandboxes, logError })
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

  let isClosing = false
  await disk.keepReserve()
  // Ten thousand folders take a while, and nobody waits for that.
  const tidying = sandboxes
    .tidy()
    .then(() => sandboxes.makeRoom())
    .catch((error: unknown) => {
      if (!isClosing) logError(error, 'tidy')
    })

  return Object.freeze({
    config,
    log,
    publicOrigin: config.publicOrigin,
    framePolicy: framePolicy(config.publicOrigin),
    events,
    sandboxes,
    live,
    inside: new Inside(),
    progress,
    teachers: new Teachers(config.teacherKey, { on: config.limits.on }),
    errorPage,
    diskTrouble: () => {
      const trouble = troubleOf(disk)
      // Whoever asks could not write; the next one finds room, if there is any to be made.
      if (trouble === 'full')
        sandboxes.makeRoom().catch((error: unknown) => logError(error, 'room'))
      return trouble
    },
    disk,
    logError,
    sqlite,
    memory,
    tested,
    close: async () => {
      isClosing = true
      stopSweeping()
      clearInterval(resting)
      process.off('SIGUSR2', forgetRows)
      watchingMemory()
      live.closeAll()
      await server?.leave()
      await progress.writeWaiting()
      await sandboxes.close()
      await tidying
      await time.stop()
      await lock.release()
    },
  })
}

function troubleOf(disk: Disk) {
  if (!disk.isThere()) return 'away'
  return disk.isFull() ? 'full' : null
}

const refused = (reason: string) => counters.count('glasshouse_refused_total', { reason })

const templateIn = ({ dataDirectory }: Config) => join(dataDirectory, 'template.db')

interface Around {
  readonly site: Repo<SiteTables>
  readonly lease: HouseLease | null
  readonly events: EventHub
  readonly disk: Disk
  readonly log: Log
  readonly logError: LogError
}

async function openSandboxes(config: Config, around: Around) {
  const { site, lease, events: hub, disk, log, logError } = around
  const { dataDirectory, limits } = config
  const template = templateIn(config)
  await createTemplate(template)
  const store = new FileStore({
    ...{ directory: join(dataDirectory, 'sandboxes'), template },
    aside: join(dataDirectory, 'broken'),
  })
  // What a crash has left of copies is nobody's.
  const ofCopies = join(dataDirectory, 'copies')
  await rm(ofCopies, { recursive: true, force: true })
  await mkdir(ofCopies)
  const copies = new FileStore({ directory: ofCopies, template })
  const onBroken = (broken: BrokenSandbox) => log.error('sandbox broken', { ...broken })
  const onMisdirected = () => counters.count('glasshouse_misdirected_total')
  const parts = {
    ...{ store, copies, site, hub, limits: { ...limits, refused }, disk },
    ...{ lease, onBroken, onMisdirected },
    whenBack: new WhenBack<string>({ failed: (error) => logError(error, 'when back') }),
  }
  return Sandboxes.open(parts)
}
