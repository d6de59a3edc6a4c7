import { describe, expect } from 'vitest'
import type { StreamEvent } from '#lib/stream-event.ts'
import { newVisitor, test, using, type TestHouse } from '../support/sandboxes.ts'

const DAY = 24 * 60 * 60 * 1000

async function inhabited(house: TestHouse) {
  const sandboxes = await house.open()
  const visitor = await newVisitor(sandboxes)
  const lease = await sandboxes.findOrCreate(visitor)
  const told: StreamEvent[] = []
  house.hub.subscribe(visitor.id, (event) => told.push(event))
  return { sandboxes, visitor, told, ...lease }
}

describe('advanceClock', () => {
  test('moves the clock on, at once and for good', async ({ house }) => {
    const { sandboxes, visitor, sandbox, told, release } = await inhabited(house)

    await sandboxes.advanceClock(visitor, sandbox, 15 * 60_000)
    await sandboxes.advanceClock(visitor, sandbox, 14 * DAY)

    const offset = 15 * 60_000 + 14 * DAY
    expect(sandbox.clock.offset).toBe(offset)
    expect(told.at(-1)).toMatchObject({ channel: 'sandbox', type: 'clock', data: { offset } })
    const rows = await house.onSite((db) =>
      db.selectFrom('sandboxes').select('clock_offset').execute(),
    )
    expect(rows).toEqual([{ clock_offset: offset }])
    await release()
  })

  test('adds up what comes at the same time', async ({ house }) => {
    const { sandboxes, visitor, sandbox, release } = await inhabited(house)

    await Promise.all(
      Array.from({ length: 20 }, () => sandboxes.advanceClock(visitor, sandbox, 1_000)),
    )

    const rows = await house.onSite((db) =>
      db.selectFrom('sandboxes').select('clock_offset').execute(),
    )
    expect([sandbox.clock.offset, rows]).toEqual([20_000, [{ clock_offset: 20_000 }]])
    await release()
  })

  test.for([0, -1, 400 * DAY + 1, Infinity, Number.NaN, 0.5])(
    'refuses to move it by %d ms',
    async (span, { house }) => {
      const { sandboxes, visitor, sandbox, release } = await inhabited(house)

      await expect((async () => sandboxes.advanceClock(visitor, sandbox, span))()).rejects.toThrow()
      expect(sandbox.clock.offset).toBe(0)
      await release()
    },
  )

  test('ends a hundred years ahead', async ({ house }) => {
    const { sandboxes, visitor, sandbox, release } = await inhabited(house)
    for (let n = 0; n < 91; n += 1) await sandboxes.advanceClock(visitor, sandbox, 400 * DAY)

    await expect(
      (async () => sandboxes.advanceClock(visitor, sandbox, 400 * DAY))(),
    ).rejects.toMatchObject({
      ...{
        status: 422,
        message: 'This clock is a hundred years ahead. Reset your sandbox to go back.',
      },
    })
    await release()
  })
})

describe('setRegistrationWithPassword', () => {
  test('switches it on and off, and remembers', async ({ house }) => {
    const { sandboxes, visitor, sandbox, told, release } = await inhabited(house)
    expect(sandbox.settings.registrationWithPassword).toBe(false)

    await sandboxes.setRegistrationWithPassword(visitor, sandbox, true)
    await release()
    await sandboxes.close()

    expect(told.at(-1)).toMatchObject({
      type: 'settings',
      data: { registration_with_password: true },
    })
    const again = await house.open()
    const lease = again.findOrCreate(visitor)
    expect(await using(lease, ({ settings }) => settings.registrationWithPassword)).toBe(true)
  })
})

describe('findByApiKey', () => {
  test('finds the sandbox and its visitor', async ({ house }) => {
    const { sandboxes, visitor, sandbox, release } = await inhabited(house)

    const found = await sandboxes.findByApiKey(sandbox.apiKey)

    expect(found).toMatchObject({ visitor, lease: { sandbox: { id: sandbox.id } } })
    await found?.lease.release()
    await release()
  })

  test('finds none that has ended', async ({ house }) => {
    const { sandboxes, visitor, sandbox, release } = await inhabited(house)
    await sandboxes.delete(visitor)

    expect(await sandboxes.findByApiKey(sandbox.apiKey)).toBeNull()
    await release()
  })

  test.for([
    '',
    'x',
    '0'.repeat(32),
    '0'.repeat(31),
    "' or 1=1 --",
    '../../site.db',
    '\0',
    '\ud800',
    '%',
    'A'.repeat(32),
  ])('finds none by %j', async (key, { house }) => {
    const { sandboxes, release } = await inhabited(house)

    expect(await sandboxes.findByApiKey(key)).toBeNull()
    await release()
  })

  test('takes the name of the folder for no key', async ({ house }) => {
    const { sandboxes, sandbox, release } = await inhabited(house)

    expect(sandbox.id).not.toBe(sandbox.apiKey)
    expect(await sandboxes.findByApiKey(sandbox.id)).toBeNull()
    await release()
  })
})
