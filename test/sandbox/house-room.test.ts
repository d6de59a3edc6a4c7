import { afterEach, describe, expect, vi } from 'vitest'
import type { DiskRoom } from '#sandbox/disk-room.ts'
import type { Sandboxes, Visitor } from '#sandbox/sandbox.ts'
import { newVisitor, test, using } from '../support/sandboxes.ts'

const MEBIBYTE = 1024 * 1024
const MINUTE = 60 * 1000
const pass = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds)

afterEach(() => void vi.useRealTimers())

/** A disk that has so much left, whatever is done. */
class ShortDisk implements DiskRoom {
  bytes = 100 * MEBIBYTE
  readonly asked: string[] = []
  left = () => this.bytes
  size = () => 100 * MEBIBYTE
  keepReserve = () => Promise.resolve(void this.asked.push('keep'))
  dropReserve = () => Promise.resolve(void this.asked.push('drop'))
}

async function actor(sandboxes: Sandboxes): Promise<Visitor> {
  const visitor = await newVisitor(sandboxes)
  await (await sandboxes.findOrCreate(visitor)).release()
  return visitor
}

const isGone = async (sandboxes: Sandboxes, visitor: Visitor) => {
  const lease = await sandboxes.find(visitor)
  await lease?.release()
  return lease === null
}

describe('the budget of the house', () => {
  test('is kept by those unused for longest', async ({ house }) => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const sandboxes = await house.open({ diskMebibytes: 1 })
    const visitors: Visitor[] = []
    for (let n = 0; n < 30; n += 1) {
      visitors.push(await actor(sandboxes))
      pass(1_000)
    }

    const gone: boolean[] = []
    for (const visitor of visitors) gone.push(await isGone(sandboxes, visitor))

    const kept = gone.filter((is) => !is).length
    expect(kept).toBeGreaterThan(1)
    expect(kept).toBeLessThan(20)
    // The newest are there, the oldest are not, and nobody in between went out of turn.
    expect(gone).toEqual([
      ...Array<boolean>(30 - kept).fill(true),
      ...Array<boolean>(kept).fill(false),
    ])
    expect(await house.files()).toHaveLength(kept)
  })

  test('never costs what somebody uses at this moment', async ({ house }) => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const sandboxes = await house.open({ diskMebibytes: 1 })
    const visitor = await newVisitor(sandboxes)
    const lease = await sandboxes.findOrCreate(visitor)
    for (let n = 0; n < 30; n += 1) {
      pass(1_000)
      await actor(sandboxes)
    }

    await lease.release()
    expect(await isGone(sandboxes, visitor)).toBe(false)
  })
})

describe('a disk that is short', () => {
  test('costs the one unused for longest, once for each who comes', async ({ house }) => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const disk = new ShortDisk()
    const sandboxes = await house.open({}, { disk })
    const first = await actor(sandboxes)
    pass(1_000)
    const second = await actor(sandboxes)
    pass(1_000)
    disk.bytes = 3 * MEBIBYTE - 1

    const third = await actor(sandboxes)

    const gone = await Promise.all([first, second, third].map((each) => isGone(sandboxes, each)))
    expect(gone).toEqual([true, false, false])
    expect(await sandboxes.lostBy(first)).toEqual({ number: 1, reason: 'room' })
  })

  test('costs nobody anything who used theirs just now, unless somebody needs the room', async ({
    house,
  }) => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const disk = new ShortDisk()
    const sandboxes = await house.open({}, { disk })
    const first = await actor(sandboxes)
    disk.bytes = 0

    await sandboxes.makeRoom()
    expect(await isGone(sandboxes, first)).toBe(false)
    expect(disk.asked).toEqual(['drop', 'keep'])
    pass(3 * MINUTE)
    await sandboxes.makeRoom()

    expect(await isGone(sandboxes, first)).toBe(true)
  })
})

describe('tidy', () => {
  test('measures what a server before has left', async ({ house }) => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const before = await house.open()
    for (let n = 0; n < 20; n += 1) {
      await actor(before)
      pass(1_000)
    }
    await before.close()
    const sandboxes = await house.open({ diskMebibytes: 1 })
    pass(3 * MINUTE)

    await sandboxes.makeRoom()
    expect(await house.files()).toHaveLength(20)
    await sandboxes.tidy()
    await sandboxes.makeRoom()

    const left = await house.files()
    expect(left.length).toBeGreaterThan(1)
    expect(left.length).toBeLessThan(20)
    expect(
      await using(sandboxes.findOrCreate(await newVisitor(sandboxes)), ({ number }) => number),
    ).toBe(1)
  })
})
