import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { timeOf } from '#repo/database-time.ts'
import { takeServerLease } from '#server/server-lease.ts'
import { test as base } from '../support/repo.ts'

const test = base.extend<{ readonly folder: string }>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'glasshouse-'))
    await use(folder)
    await rm(folder, { recursive: true })
  },
})

const log = { info: () => undefined, error: () => undefined, event: () => undefined }

const given = (site: Parameters<typeof takeServerLease>[0]['site'], dataDirectory: string) =>
  ({
    ...{ site, now: () => Promise.resolve(Date.now()), log },
    config: { dataDirectory, serverName: null, serverLeaseSeconds: 30 },
  }) as unknown as Parameters<typeof takeServerLease>[0]

describe('takeServerLease', () => {
  test('goes on where the process before has ended, by the name that it made up', async ({
    siteRepo,
    folder,
  }) => {
    const first = await takeServerLease(given(siteRepo, folder))
    await first.leave()

    const second = await takeServerLease(given(siteRepo, folder))
    await second.leave()

    expect(first.lease.name).toMatch(/^server-[\da-f]{8}$/)
    expect([second.lease.id, second.lease.name]).toEqual([first.lease.id, first.lease.name])
  })

  test('begins anew where a crash has cut off what it wrote down', async ({ siteRepo, folder }) => {
    await writeFile(join(folder, 'server.json'), '{"id":"')

    const { lease, leave } = await takeServerLease(given(siteRepo, folder))
    await leave()

    expect(lease.id).toMatch(/^[\da-f]{32}$/)
  })

  test('says what to do where another server has the name', async ({ siteRepo, folder }) => {
    const named = (dataDirectory: string) => {
      const parts = given(siteRepo, dataDirectory)
      return { ...parts, config: { ...parts.config, serverName: 'a' } }
    }
    const { leave } = await takeServerLease(named(folder))
    const other = await mkdtemp(join(tmpdir(), 'glasshouse-'))

    await expect(takeServerLease(named(other))).rejects.toMatchObject({
      name: 'ConfigError',
      message: expect.stringMatching(
        /^SERVER_NAME: Another server has the name "a"\. Give each server one of its own; or, if that one has ended and left no DATA_DIR to this one, start again in 3[45] seconds\.$/,
      ) as string,
    })
    await leave()
    await rm(other, { recursive: true })
  })
})

describe('timeOf', () => {
  test('is nobody’s for a database in a file: it has one server', ({ siteRepo }) => {
    expect(timeOf(siteRepo)).toBeNull()
  })
})
