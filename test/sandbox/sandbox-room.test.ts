import { afterEach, describe, expect, vi } from 'vitest'
import type { Sandbox, Sandboxes, Visitor } from '#sandbox/sandbox.ts'
import { advanceClock } from '#sandbox/advance-clock.ts'
import { deleteSandbox } from '#sandbox/delete-sandbox.ts'
import { addresses, insertUser, newVisitor, test, using } from '../support/sandboxes.ts'

const HOUR = 60 * 60 * 1000

/** Lets time pass for whoever asks for the date. */
const pass = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds)

afterEach(() => void vi.useRealTimers())

/** A visitor who acted at this moment. */
async function actor(sandboxes: Sandboxes): Promise<{ visitor: Visitor; sandbox: Sandbox }> {
  const visitor = await newVisitor(sandboxes)
  return { visitor, sandbox: await using(sandboxes.findOrCreate(visitor), (sandbox) => sandbox) }
}

describe('sweep', () => {
  test('ends what nobody used for a day, with its files', async ({ house }) => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const sandboxes = await house.open()
    const [unused, used] = [await actor(sandboxes), await actor(sandboxes)]
    pass(23 * HOUR)
    await (await sandboxes.find(used.visitor))?.release()
    pass(HOUR + 1)

    expect(await sandboxes.sweep()).toBe(1)

    expect(await sandboxes.find(unused.visitor)).toBeNull()
    expect(await house.files()).toHaveLength(1)
    expect(await using(sandboxes.findOrCreate(used.visitor), ({ number }) => number)).toBe(1)
    const ended = await house.onSite((db) =>
      db.selectFrom('sandboxes').select('ended_reason').execute(),
    )
    expect(ended).toEqual([{ ended_reason: 'unused' }, { ended_reason: null }])
  })

  test('leaves what was used a day ago to the millisecond', async ({ house }) => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const sandboxes = await house.open()
    await actor(sandboxes)
    pass(24 * HOUR)

    expect(await sandboxes.sweep()).toBe(0)
    pass(1)
    expect(await sandboxes.sweep()).toBe(1)
    expect(await sandboxes.sweep()).toBe(0)
  })

  test('goes by the machine’s clock, not by the sandbox’s', async ({ house }) => {
    const sandboxes = await house.open()
    const { visitor } = await actor(sandboxes)
    await using(sandboxes.findOrCreate(visitor), (sandbox) =>
      advanceClock(sandbox, sandboxes.writerOf(visitor, sandbox), 14 * 24 * HOUR),
    )

    expect(await sandboxes.sweep()).toBe(0)
  })

  test('lets a request finish that is still at work', async ({ house }) => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const sandboxes = await house.open()
    const { visitor } = await actor(sandboxes)
    const held = await sandboxes.findOrCreate(visitor)
    pass(25 * HOUR)

    expect(await sandboxes.sweep()).toBe(1)

    await insertUser(held.sandbox, 'late@example.com')
    expect(await addresses(held.sandbox)).toEqual(['late@example.com'])
    await held.release()
    expect(await house.files()).toEqual([])
  })

  test('gives a reader who comes back a fresh one', async ({ house }) => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const sandboxes = await house.open({ sandboxIdleHours: 1 })
    const { visitor } = await actor(sandboxes)
    pass(HOUR + 1)
    await sandboxes.sweep()

    const lease = await sandboxes.findOrCreate(visitor)

    expect([lease.isNew, lease.sandbox.number, sandboxes.idleHours]).toEqual([true, 2, 1])
    await lease.release()
  })
})

describe('room', () => {
  test('is made by the sandbox unused for longest', async ({ house }) => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const sandboxes = await house.open({ sandboxes: 2 })
    const first = await actor(sandboxes)
    pass(HOUR)
    const second = await actor(sandboxes)
    pass(HOUR)
    await (await sandboxes.find(first.visitor))?.release()

    await actor(sandboxes)

    expect(await sandboxes.find(second.visitor)).toBeNull()
    expect(await house.files()).toHaveLength(2)
    const ended = await house.onSite((db) =>
      db
        .selectFrom('sandboxes')
        .select(['visitor_id', 'ended_reason'])
        .where('ended_at', 'is not', null)
        .execute(),
    )
    expect(ended).toEqual([{ visitor_id: second.visitor.id, ended_reason: 'room' }])
  })

  test('is not made for somebody who has a sandbox already', async ({ house }) => {
    const sandboxes = await house.open({ sandboxes: 1 })
    const { visitor, sandbox } = await actor(sandboxes)

    expect(await using(sandboxes.findOrCreate(visitor), ({ id }) => id)).toBe(sandbox.id)
  })

  test('counts those that are there, not those that were', async ({ house }) => {
    const sandboxes = await house.open({ sandboxes: 2 })
    const [first, second] = [await actor(sandboxes), await actor(sandboxes)]
    await deleteSandbox(sandboxes, first.visitor)

    await actor(sandboxes)

    expect(await using(sandboxes.findOrCreate(second.visitor), ({ id }) => id)).toBe(
      second.sandbox.id,
    )
  })
})
