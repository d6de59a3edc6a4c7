/**
 * Says in the site's own database, where several servers share it, that this
 * one is there, and goes on saying it. What it has said stands in its data
 * directory as well: the next process there goes on where this one ended.
 */
import { randomBytes } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SECOND } from '#lib/duration.ts'
import { errorCode } from '#lib/error-code.ts'
import { HouseLease, NameTakenError, type LeaseNote } from '#sandbox/house-lease.ts'
import type { SiteRepo } from '#sandbox/visitors.ts'
import { ConfigError, type Config } from './config.ts'
import { counters } from './counters.ts'
import type { Log } from './log.ts'

const NOTE = 'server.json'
const LOOK_EVERY = SECOND

interface Given {
  readonly config: Pick<Config, 'dataDirectory' | 'serverName' | 'serverLeaseSeconds'>
  readonly site: SiteRepo
  /** The clock of the database. */
  readonly now: () => Promise<number>
  readonly log: Log
}

export interface ServerLease {
  readonly lease: HouseLease
  /** Leaves what it has to the next process here, for as long as a lease runs. */
  readonly leave: () => Promise<void>
}

/** Throws a `ConfigError` where another server has this one's name. */
export async function takeServerLease({ config, site, now, log }: Given): Promise<ServerLease> {
  const file = join(config.dataDirectory, NOTE)
  const before = await readNote(file)
  const name = config.serverName ?? before?.name ?? `server-${randomBytes(4).toString('hex')}`
  const note = {
    read: () => Promise.resolve(before),
    write: (next: LeaseNote) => writeNote(file, next),
  }
  const seconds = config.serverLeaseSeconds
  const lease = await HouseLease.take({ site, name, seconds, note, now }).catch(explain)
  counters.gauge('glasshouse_lease_left_seconds', () => lease.left / SECOND)
  lease.onLost(() => {
    counters.count('glasshouse_leases_lost_total')
    log.error('lease lost', {
      note: 'Others took this server for gone. Its sandboxes are, and it begins anew.',
    })
    return Promise.resolve()
  })
  let held = true
  const look = async () => {
    if (lease.left > lease.milliseconds - lease.renewEvery) return
    const holds = await lease.renew()
    if (held && !holds)
      log.error('lease run out', {
        note: 'The site’s database does not renew it. Sandboxes are served again once it does.',
      })
    held = holds
  }
  const looking = setInterval(() => void look(), LOOK_EVERY).unref()
  log.info('one of several servers', { name, leaseSeconds: seconds })
  return {
    lease,
    leave: async () => {
      clearInterval(looking)
      await lease.leave()
    },
  }
}

function explain(error: unknown): never {
  if (!(error instanceof NameTakenError)) throw error
  throw new ConfigError(
    `SERVER_NAME: ${error.message} Give each server one of its own; or, if that one has ended and left no DATA_DIR to this one, start again in ${Math.max(1, error.seconds)} seconds.`,
  )
}

/** In one step: whoever reads it finds a whole one. */
async function writeNote(file: string, note: LeaseNote): Promise<void> {
  await writeFile(`${file}.draft`, JSON.stringify(note))
  await rename(`${file}.draft`, file)
}

/** `null` for none, and for what a crash has left of one. */
async function readNote(file: string): Promise<LeaseNote | null> {
  try {
    const { id, name } = JSON.parse(await readFile(file, 'utf8')) as Partial<LeaseNote>
    return typeof id === 'string' && typeof name === 'string' ? { id, name } : null
  } catch (error) {
    if (error instanceof SyntaxError || errorCode(error) === 'ENOENT') return null
    throw error
  }
}
