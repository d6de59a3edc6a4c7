import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateToLatest } from '#repo/migrator.ts'
import { HouseLease, type LeaseNote } from '#sandbox/house-lease.ts'
import type { Sandboxes } from '#sandbox/sandbox.ts'
import type { SiteRepo } from '#sandbox/visitors.ts'
import { test as base, TestHouse } from './sandboxes.ts'

export const SECONDS = 60
/** After a lease has run out its server is left alone for so long. */
export const MARGIN = 10

/** Servers that share one site's database, and one clock that is moved by hand. */
export class TestServers {
  readonly #folder: string
  readonly #template: string
  readonly #sites: SiteRepo[] = []
  readonly #houses = new Map<string, TestHouse>()
  readonly #meanwhile = new Map<string, () => Promise<unknown>>()
  readonly #notes = new Map<string, LeaseNote>()
  /** Whose site's database answers nothing. */
  readonly away = new Set<string>()
  #time = Date.UTC(2026, 0, 12, 9)

  constructor(folder: string, template: string) {
    this.#folder = folder
    this.#template = template
  }

  /** Time goes on for everybody. */
  pass(seconds: number): void {
    this.#time += seconds * 1_000
  }

  /** Happens each time that this server has been told the time. */
  meanwhile(name: string, happens: (() => Promise<unknown>) | null): void {
    if (happens) this.#meanwhile.set(name, happens)
    else this.#meanwhile.delete(name)
  }

  /** What a process says that starts with this name, in the folder of that name or another. */
  async take(name: string, folder = name): Promise<HouseLease> {
    const house = await this.house(folder)
    const site = await house.openSite()
    this.#sites.push(site)
    await migrateToLatest(site, 'site')
    return HouseLease.take({
      ...{ site, name, seconds: SECONDS },
      clocks: [() => this.#time],
      now: async () => {
        if (this.away.has(name)) throw new Error('The database is away.')
        const time = this.#time
        await this.#meanwhile.get(name)?.()
        return time
      },
      note: {
        read: () => Promise.resolve(this.#notes.get(folder) ?? null),
        write: (note) => Promise.resolve(void this.#notes.set(folder, note)),
      },
    })
  }

  /** Starts a server, as each start does. */
  async start(name: string): Promise<TestServer> {
    const [house, lease] = [await this.house(name), await this.take(name)]
    let misdirected = 0
    const onMisdirected = () => (misdirected += 1)
    const sandboxes = await house.open({}, { lease, onMisdirected })
    return { house, lease, sandboxes, misdirected: () => misdirected }
  }

  async onSite<Value>(fn: (db: SiteRepo['db']) => Promise<Value>): Promise<Value> {
    return (await this.house('a')).onSite(fn)
  }

  async house(folder: string): Promise<TestHouse> {
    const present = this.#houses.get(folder)
    if (present) return present
    const path = join(this.#folder, folder)
    await mkdir(path, { recursive: true })
    const house = new TestHouse(path, this.#template, join(this.#folder, 'site.db'))
    this.#houses.set(folder, house)
    return house
  }

  async close(): Promise<void> {
    for (const house of this.#houses.values()) await house.close()
    for (const site of this.#sites) await site.close()
  }
}

export interface TestServer {
  readonly house: TestHouse
  readonly lease: HouseLease
  readonly sandboxes: Sandboxes
  readonly misdirected: () => number
}

export const test = base.extend<{ readonly servers: TestServers }>({
  servers: async ({ template }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'glasshouse-'))
    const servers = new TestServers(folder, template)
    await use(servers)
    await servers.close()
    await rm(folder, { recursive: true })
  },
})
