import { mkdirSync } from 'node:fs'
import { access, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { users } from '#app/accounts/user.ts'
import { change } from '#changeset/changeset.ts'
import { build } from '#changeset/schema.ts'
import { migrateToLatest } from '#repo/migrator.ts'
import type { Repo } from '#repo/repo.ts'
import { createTemplate, openSqlite } from '#repo/sqlite/sqlite.ts'
import type { SiteTables } from '#repo/site-tables.ts'
import { EventHub } from '#sandbox/event-hub.ts'
import { FileStore } from '#sandbox/file-store.ts'
import {
  Sandboxes,
  type Lease,
  type Sandbox,
  type SandboxLimits,
  type Visitor,
} from '#sandbox/sandbox.ts'
import { test as base } from './fixtures.ts'

const LIMITS: SandboxLimits = {
  ...{ openSandboxes: 200, sandboxes: 10_000, newSandboxesPerAddressAndHour: 240 },
  ...{ resetsPerVisitorAndHour: 60, startsPerVisitorAndHour: 60 },
  ...{ callsPerVisitorAndMinute: 60, sandboxIdleHours: 24, on: true },
  sandboxSleepMinutes: 5,
  diskMebibytes: 2_048,
}

/** Sandboxes over real files, and a look behind them. */
export class TestHouse {
  readonly hub = new EventHub()
  readonly #folder: string
  readonly #template: string
  readonly #siteFile: string
  readonly #opened: Sandboxes[] = []

  /** `siteFile`: of a site's database that other houses have, too. */
  constructor(folder: string, template: string, siteFile = join(folder, 'site.db')) {
    this.#folder = folder
    this.#template = template
    this.#siteFile = siteFile
  }

  /** Opens the house, as each start of the server does. */
  async open(
    limits: Partial<SandboxLimits> = {},
    more: Partial<
      Pick<Parameters<typeof Sandboxes.open>[0], 'disk' | 'lease' | 'onBroken' | 'onMisdirected'>
    > = {},
  ): Promise<Sandboxes> {
    mkdirSync(this.folderOfCopies, { recursive: true })
    const site = await this.openSite()
    await migrateToLatest(site, 'site')
    const sandboxes = await Sandboxes.open({
      store: new FileStore({
        ...{ directory: this.#folder, template: this.#template },
        aside: this.folderOfBroken,
      }),
      copies: new FileStore({ directory: this.folderOfCopies, template: this.#template }),
      ...{ site, hub: this.hub },
      limits: { ...LIMITS, ...limits },
      ...more,
    })
    this.#opened.push(sandboxes)
    return sandboxes
  }

  /** The folder of a sandbox, by its id. */
  folderOf({ id }: { readonly id: string }): string {
    return join(this.#folder, id.slice(0, 2), id)
  }

  /** Where those are kept for a while that broke. */
  get folderOfBroken(): string {
    return `${this.#folder}-broken`
  }

  /** Where throw-away copies are. */
  get folderOfCopies(): string {
    return join(this.#folder, 'copies')
  }

  /** The files of every sandbox there is. */
  async files(): Promise<readonly string[]> {
    const names = await readdir(this.#folder, { recursive: true })
    return names.filter((name) => name.endsWith('sandbox.db'))
  }

  /** Every file in the house, but for what SQLite keeps beside its own. */
  async everything(): Promise<readonly string[]> {
    const entries = await readdir(this.#folder, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile() && !/-(?:wal|shm)$/.test(entry.name))
    return files.map(({ parentPath, name }) => join(parentPath, name)).toSorted()
  }

  /** The site's own database once more. Close it. */
  openSite(): Promise<Repo<SiteTables>> {
    return openSqlite<SiteTables>({ file: this.#siteFile })
  }

  /** Asks or changes the site's own database, from outside. */
  async onSite<Value>(fn: (db: Repo<SiteTables>['db']) => Promise<Value>): Promise<Value> {
    const repo = await this.openSite()
    try {
      return await fn(repo.db)
    } finally {
      await repo.close()
    }
  }

  async close(): Promise<void> {
    for (const sandboxes of this.#opened) await sandboxes.close()
  }
}

export async function newVisitor(sandboxes: Sandboxes): Promise<Visitor> {
  return (await sandboxes.createVisitor('203.0.113.7')).visitor
}

/** Uses a visitor's sandbox for as long as `fn` runs. */
export async function using<Value>(
  lease: Promise<Lease>,
  fn: (sandbox: Lease['sandbox']) => Value | Promise<Value>,
): Promise<Value> {
  const { sandbox, release } = await lease
  try {
    return await fn(sandbox)
  } finally {
    await release()
  }
}

export const insertUser = ({ repo }: Pick<Sandbox, 'repo'>, email: string) =>
  repo.insertOrThrow(change(build(users), { email }))

export const addresses = async ({ repo }: Pick<Sandbox, 'repo'>) =>
  (await repo.all(users)).map(({ email }) => email)

export const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

interface Fixtures {
  readonly template: string
  readonly house: TestHouse
}

const temporary = () => mkdtemp(join(tmpdir(), 'glasshouse-'))

export const test = base.extend<Fixtures>({
  template: [
    async ({}, use) => {
      const folder = await temporary()
      await createTemplate(join(folder, 'template.db'))
      await use(join(folder, 'template.db'))
      await rm(folder, { recursive: true })
    },
    { scope: 'file' },
  ],

  house: async ({ template }, use) => {
    const folder = await temporary()
    const house = new TestHouse(folder, template)
    await use(house)
    await house.close()
    await rm(folder, { recursive: true })
    await rm(house.folderOfBroken, { recursive: true, force: true })
  },
})
