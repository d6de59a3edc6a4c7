import { describe, expect } from 'vitest'
import { isOutOfRoom } from '#sandbox/refusals.ts'
import type { Sandbox, Sandboxes, Visitor } from '#sandbox/sandbox.ts'
import { startOver } from '#sandbox/start-over.ts'
import { fillDisk, test, whyNot } from '../support/full-disk.ts'
import { addresses, insertUser, isThere, newVisitor, using } from '../support/sandboxes.ts'

if (whyNot) console.info(`A full disk is not tried: ${whyNot}.`)

const nothing = () => Promise.resolve()
const ANA = 'ana@example.test'

async function actor(sandboxes: Sandboxes): Promise<{ visitor: Visitor; sandbox: Sandbox }> {
  const visitor = await newVisitor(sandboxes)
  const sandbox = await using(sandboxes.findOrCreate(visitor), async (own) => {
    await insertUser(own, ANA)
    return own
  })
  return { visitor, sandbox }
}

/** What becomes of writing in a sandbox until there is no room for more. */
async function writeOn(sandbox: Sandbox): Promise<unknown> {
  for (let n = 0; n < 40; n += 1) {
    try {
      await insertUser(sandbox, `${'x'.repeat(90)}${n}@example.test`)
      const mail = { to: ANA, subject: String(n), text: 'x'.repeat(4_000) }
      await sandbox.mailbox.deliver(mail)
    } catch (error) {
      return error
    }
  }
  return null
}

describe.skipIf(whyNot !== null)('on a full disk', () => {
  test('newcomers find room, which those unused for longest make', async ({ small, disk }) => {
    const sandboxes = await small.open({ newSandboxesPerAddressAndHour: 1_000 }, { disk })
    const first = await actor(sandboxes)

    for (let n = 0; n < 120; n += 1) await actor(sandboxes)

    const files = await small.files()
    expect(files.length).toBeGreaterThan(20)
    expect(files.length).toBeLessThan(121)
    expect(await sandboxes.find(first.visitor)).toBeNull()
    expect(await sandboxes.lostBy(first.visitor)).toEqual({ number: 1, reason: 'room' })
    expect(disk.isFull()).toBe(false)
  })

  test('what is there can be read, asleep or awake', async ({ small, disk, folder }) => {
    const sandboxes = await small.open({ openSandboxes: 1 }, { disk })
    const asleep = await actor(sandboxes)
    const awake = await actor(sandboxes)
    await disk.keepReserve()
    fillDisk(folder)

    for (const { visitor } of [awake, asleep, awake])
      expect(await using(sandboxes.findOrCreate(visitor), addresses)).toEqual([ANA])
    expect(disk.isFull()).toBe(true)
  })

  test('a sandbox is deleted, and begins again, with its files', async ({
    small,
    disk,
    folder,
  }) => {
    const sandboxes = await small.open({}, { disk })
    const [ana, bo] = [await actor(sandboxes), await actor(sandboxes)]
    fillDisk(folder)
    expect(isOutOfRoom(await writeOn(ana.sandbox))).toBe(true)

    expect(await sandboxes.end(ana.visitor, 'deleted')).toBe(true)
    expect(await isThere(small.folderOf(ana.sandbox))).toBe(false)
    expect(await sandboxes.find(ana.visitor)).toBeNull()

    const next = await using(startOver(sandboxes, bo.visitor, nothing), (own) => own)
    // Numbers of what found no room are not given twice.
    expect(next.number).toBeGreaterThan(1)
    expect(await isThere(small.folderOf(bo.sandbox))).toBe(false)
    expect(await sandboxes.lostBy(ana.visitor)).toBeNull()
  })

  test('what ended without a note has ended, and is noted once there is room', async ({
    small,
    disk,
    folder,
  }) => {
    const sandboxes = await small.open({}, { disk })
    const ana = await actor(sandboxes)
    const others = fillDisk(folder)
    await sandboxes.end(ana.visitor, 'deleted')
    fillDisk(folder)

    expect(await sandboxes.find(ana.visitor)).toBeNull()
    others.free()
    await sandboxes.makeRoom()

    expect((await using(sandboxes.findOrCreate(ana.visitor), (own) => own)).number).toBe(2)
    const ended = await small.onSite((db) =>
      db.selectFrom('sandboxes').select('ended_reason').orderBy('number').execute(),
    )
    expect(ended).toEqual([{ ended_reason: 'deleted' }, { ended_reason: null }])
  })

  test('all goes on without a restart, once somebody has freed it', async ({
    small,
    disk,
    folder,
  }) => {
    const sandboxes = await small.open({}, { disk })
    const ana = await actor(sandboxes)
    const others = fillDisk(folder)
    expect(isOutOfRoom(await writeOn(ana.sandbox))).toBe(true)
    await expect(actor(sandboxes)).rejects.toSatisfy(isOutOfRoom)

    others.free()

    expect(await writeOn(ana.sandbox)).toBeNull()
    await actor(sandboxes)
    expect(await using(sandboxes.findOrCreate(ana.visitor), addresses)).toContain(ANA)
  })
})
