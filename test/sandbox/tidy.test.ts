import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, vi } from 'vitest'
import { startOver } from '#sandbox/start-over.ts'
import { isThere, newVisitor, test, using } from '../support/sandboxes.ts'

const DAY = 24 * 60 * 60 * 1000
const nothing = () => Promise.resolve()

afterEach(() => void vi.useRealTimers())

const orphan = 'c'.repeat(32)

describe('tidy', () => {
  test('takes folders away that no row leads to, and leaves all others', async ({ house }) => {
    const sandboxes = await house.open()
    const visitor = await newVisitor(sandboxes)
    const aside = await using(sandboxes.findOrCreate(visitor), (own) => own)
    const open = await using(startOver(sandboxes, visitor, nothing), (own) => own)
    await mkdir(house.folderOf({ id: orphan }), { recursive: true })
    await writeFile(join(house.folderOf({ id: orphan }), 'sandbox.db'), 'half a copy')

    await sandboxes.tidy()

    expect(await isThere(house.folderOf({ id: orphan }))).toBe(false)
    for (const kept of [aside, open]) expect(await isThere(house.folderOf(kept))).toBe(true)
    expect(await sandboxes.undo(visitor)).not.toBeNull()
  })

  test('touches nothing that is being made meanwhile', async ({ house }) => {
    const sandboxes = await house.open()
    const visitors = await Promise.all(Array.from({ length: 20 }, () => newVisitor(sandboxes)))

    const made = Promise.all(visitors.map((visitor) => sandboxes.findOrCreate(visitor)))
    const tidied = (async () => {
      for (let n = 0; n < 10; n += 1) await sandboxes.tidy()
    })()
    const leases = await made
    await tidied
    await Promise.all(leases.map(({ release }) => release()))

    for (const { sandbox } of leases)
      expect(await isThere(join(house.folderOf(sandbox), 'sandbox.db'))).toBe(true)
  })

  test('takes drafts of a server before away, and no draft of now', async ({ house }) => {
    const sandboxes = await house.open()
    const visitor = await newVisitor(sandboxes)
    const own = await using(sandboxes.findOrCreate(visitor), async (sandbox) => {
      await sandbox.mailbox.deliver({ to: 'a@b', subject: 'Hi', text: 'x' })
      return sandbox
    })
    const folder = house.folderOf(own)
    const digits = '0123456789ab'
    const drafts = [`mailbox.json.${digits}`, `copy-${digits}.db`, 'snapshot.db.draft']
    for (const name of drafts) {
      await writeFile(join(folder, name), 'x')
      await utimes(join(folder, name), 1, 1)
    }
    const ofNow = 'mailbox.json.ba9876543210'
    await writeFile(join(folder, ofNow), 'x')

    await sandboxes.tidy()

    const left = (await readdir(folder)).filter((name) => !/-(?:wal|shm)$/.test(name))
    expect(left.toSorted()).toEqual(['mailbox.json', ofNow, 'sandbox.db'])
  })

  test('forgets sandboxes that ended a day ago, but for each visitor’s last', async ({ house }) => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const sandboxes = await house.open()
    const visitor = await newVisitor(sandboxes)
    await using(sandboxes.findOrCreate(visitor), nothing)
    for (let n = 0; n < 3; n += 1) await (await startOver(sandboxes, visitor, nothing)).release()
    vi.setSystemTime(Date.now() + 2 * DAY)
    await sandboxes.sweep()

    await sandboxes.tidy()
    const numbers = () =>
      house.onSite((db) => db.selectFrom('sandboxes').select('number').execute())
    expect(await numbers()).toEqual([{ number: 3 }, { number: 4 }])
    vi.setSystemTime(Date.now() + 2 * DAY)
    await sandboxes.tidy()

    expect(await numbers()).toEqual([{ number: 4 }])
    expect(await sandboxes.lostBy(visitor)).toEqual({ number: 4, reason: 'unused' })
    expect((await using(sandboxes.findOrCreate(visitor), (own) => own)).number).toBe(5)
  })
})
