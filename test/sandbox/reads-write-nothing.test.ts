/** The site's own database stands between nobody and their sandbox. */
import { mkdir, rm } from 'node:fs/promises'
import { describe, expect, vi } from 'vitest'
import { advanceClock } from '#sandbox/advance-clock.ts'
import {
  addresses,
  insertUser,
  newVisitor,
  test,
  using,
  type TestHouse,
} from '../support/sandboxes.ts'

/** Takes the tables away under the running house: whatever asks for one of them fails. */
const withoutTables = (house: TestHouse, name: (table: string) => readonly [string, string]) =>
  house.onSite(async (db) => {
    for (const table of ['visitors', 'sandboxes']) {
      const [from, to] = name(table)
      await db.schema.alterTable(from).renameTo(to).execute()
    }
  })
const takeAway = (house: TestHouse) => withoutTables(house, (table) => [table, `no_${table}`])
const bringBack = (house: TestHouse) => withoutTables(house, (table) => [`no_${table}`, table])

describe('whoever has a sandbox', () => {
  test('finds it without the site, by their cookie and by its key', async ({ house }) => {
    const sandboxes = await house.open()
    const { visitor, token } = await sandboxes.createVisitor('203.0.113.7')
    const { apiKey } = await using(sandboxes.findOrCreate(visitor), async (sandbox) => {
      await insertUser(sandbox, 'ana@example.com')
      return sandbox
    })

    await takeAway(house)

    expect(await sandboxes.findVisitor(token)).toEqual(visitor)
    expect(await using(sandboxes.findOrCreate(visitor), addresses)).toEqual(['ana@example.com'])
    expect((await sandboxes.findByApiKey(apiKey))?.visitor).toEqual(visitor)
    expect(await sandboxes.bendingOf(visitor)).toMatchObject({ hunt: null })
    await using(sandboxes.findOrCreate(visitor), (own) => sandboxes.keptUntil(own))
    await bringBack(house)
  })

  test('finds it after a restart as well, and after its database was closed', async ({ house }) => {
    const before = await house.open()
    const { visitor, token } = await before.createVisitor('203.0.113.7')
    await using(before.findOrCreate(visitor), (sandbox) => insertUser(sandbox, 'ana@example.com'))
    await before.close()
    const sandboxes = await house.open()

    await takeAway(house)

    expect(await sandboxes.findVisitor(token)).toEqual(visitor)
    expect(await using(sandboxes.findOrCreate(visitor), addresses)).toEqual(['ana@example.com'])
    await sandboxes.relieve()
    expect(sandboxes.held.open).toBe(0)
    expect(await using(sandboxes.findOrCreate(visitor), addresses)).toEqual(['ana@example.com'])
    await bringBack(house)
  })

  test('who has none hears nothing of the site either, once it was asked', async ({ house }) => {
    const sandboxes = await house.open()
    const visitor = await newVisitor(sandboxes)

    await takeAway(house)

    expect([await sandboxes.find(visitor), await sandboxes.lostBy(visitor)]).toEqual([null, null])
    await bringBack(house)
  })
})

describe('the last use', () => {
  test('is written behind, and a failure is nobody’s but the house’s', async ({ house }) => {
    vi.useFakeTimers({ toFake: ['Date'] })
    try {
      const sandboxes = await house.open({ sandboxIdleHours: 1 })
      const visitor = await newVisitor(sandboxes)
      await using(sandboxes.findOrCreate(visitor), () => undefined)
      vi.setSystemTime(Date.now() + 50 * 60_000)
      await using(sandboxes.findOrCreate(visitor), () => undefined)

      await takeAway(house)
      await expect(sandboxes.rest()).rejects.toThrow()
      await bringBack(house)

      vi.setSystemTime(Date.now() + 50 * 60_000)
      // By what is written it would be unused for an hour and forty minutes.
      expect(await sandboxes.sweep()).toBe(0)
      await sandboxes.rest()
      const [row] = await house.onSite((db) => db.selectFrom('sandboxes').selectAll().execute())
      expect(Date.now() - row!.last_used_at).toBe(50 * 60_000)
    } finally {
      vi.useRealTimers()
    }
  })

  test('is written when the house closes', async ({ house }) => {
    vi.useFakeTimers({ toFake: ['Date'] })
    try {
      const sandboxes = await house.open()
      const visitor = await newVisitor(sandboxes)
      await using(sandboxes.findOrCreate(visitor), () => undefined)
      vi.setSystemTime(Date.now() + 60_000)
      await using(sandboxes.findOrCreate(visitor), () => undefined)

      await sandboxes.close()

      const [row] = await house.onSite((db) => db.selectFrom('sandboxes').selectAll().execute())
      expect(row!.last_used_at).toBe(Date.now())
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('a sandbox that nobody has used for some minutes', () => {
  test('is closed once that time has passed', async ({ house }) => {
    vi.useFakeTimers({ toFake: ['performance'] })
    try {
      const sandboxes = await house.open({ sandboxSleepMinutes: 5 })
      const visitor = await newVisitor(sandboxes)
      const own = await using(sandboxes.findOrCreate(visitor), (sandbox) => sandbox)

      vi.advanceTimersByTime(5 * 60_000 - 1)
      await sandboxes.rest()
      expect(await addresses(own)).toEqual([])
      vi.advanceTimersByTime(1)
      await sandboxes.rest()

      await expect(addresses(own)).rejects.toThrow('The database has been closed.')
      expect(sandboxes.held).toMatchObject({ open: 0, remembered: 1 })
      vi.advanceTimersByTime(30 * 60_000)
      await sandboxes.rest()
      expect(sandboxes.held).toMatchObject({ open: 0, remembered: 0, bytes: 0 })
    } finally {
      vi.useRealTimers()
    }
  })

  test('remembers its traces, its pages, its place and its clock', async ({ house }) => {
    const sandboxes = await house.open({ openSandboxes: 1 })
    const [ana, bo] = [await newVisitor(sandboxes), await newVisitor(sandboxes)]
    const before = await using(sandboxes.findOrCreate(ana), async (sandbox) => {
      await advanceClock(sandbox, sandboxes.writerOf(ana, sandbox), 60_000)
      return sandbox
    })

    // There is place for one.
    await using(sandboxes.findOrCreate(bo), () => undefined)
    expect(sandboxes.held).toMatchObject({ open: 1, remembered: 1 })
    const after = await using(sandboxes.findOrCreate(ana), (sandbox) => sandbox)

    expect(after).not.toBe(before)
    for (const kept of ['traces', 'pages', 'lastChanges', 'place', 'clock'] as const)
      expect(after[kept], kept).toBe(before[kept])
    expect(after.repo).not.toBe(before.repo)
    expect(after.clock.lastMove).not.toBeNull()
  })

  test('remembers them still where it could not be opened at first', async ({ house }) => {
    const sandboxes = await house.open({ openSandboxes: 1 })
    const [ana, bo] = [await newVisitor(sandboxes), await newVisitor(sandboxes)]
    const before = await using(sandboxes.findOrCreate(ana), (sandbox) => sandbox)
    await using(sandboxes.findOrCreate(bo), () => undefined)
    const log = `${house.folderOf(before)}/sandbox.db-wal`
    await mkdir(log)

    await expect(sandboxes.find(ana)).rejects.toThrow()
    await rm(log, { recursive: true })

    expect((await using(sandboxes.findOrCreate(ana), (own) => own)).traces).toBe(before.traces)
  })

  test('that has ended is not remembered', async ({ house }) => {
    const sandboxes = await house.open({ openSandboxes: 1 })
    const [ana, bo] = [await newVisitor(sandboxes), await newVisitor(sandboxes)]
    await using(sandboxes.findOrCreate(ana), () => undefined)
    await using(sandboxes.findOrCreate(bo), () => undefined)
    expect(sandboxes.held.remembered).toBe(1)

    await sandboxes.end(ana, 'deleted')

    expect(sandboxes.held).toMatchObject({ remembered: 0, bytes: 0 })
  })
})
