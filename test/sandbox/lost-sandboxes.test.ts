import { afterEach, describe, expect, vi } from 'vitest'
import type { StreamEvent } from '#trace/stream-event.ts'
import { deleteSandbox } from '#sandbox/delete-sandbox.ts'
import { startOver } from '#sandbox/start-over.ts'
import { newVisitor, test, using } from '../support/sandboxes.ts'

const DAY = 24 * 60 * 60 * 1000
const nothing = () => Promise.resolve()
const number = ({ number }: { readonly number: number }) => number

afterEach(() => void vi.useRealTimers())

describe('lostBy', () => {
  test('is nothing for who never had one, and for who has one', async ({ house }) => {
    const sandboxes = await house.open()
    const visitor = await newVisitor(sandboxes)
    expect(await sandboxes.lostBy(visitor)).toBeNull()

    await using(sandboxes.findOrCreate(visitor), number)
    expect(await sandboxes.lostBy(visitor)).toBeNull()
  })

  test('is nothing for who threw theirs away', async ({ house }) => {
    const sandboxes = await house.open()
    const visitor = await newVisitor(sandboxes)
    await (await startOver(sandboxes, visitor, nothing)).release()

    await deleteSandbox(sandboxes, visitor)

    expect(await sandboxes.lostBy(visitor)).toBeNull()
  })

  test('is the one that nobody used for a day, until there is another', async ({ house }) => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const sandboxes = await house.open()
    const visitor = await newVisitor(sandboxes)
    await using(sandboxes.findOrCreate(visitor), number)
    const told: StreamEvent[] = []
    house.hub.subscribe(visitor.id, (event) => told.push(event))
    vi.setSystemTime(Date.now() + DAY + 60_000)

    await sandboxes.sweep()

    expect(await sandboxes.lostBy(visitor)).toEqual({ number: 1, reason: 'unused' })
    expect(told).toMatchObject([{ type: 'ended', data: { number: 1, reason: 'unused' } }])
    await using(sandboxes.findOrCreate(visitor), number)
    expect(await sandboxes.lostBy(visitor)).toBeNull()
  })
})

describe('keptUntil', () => {
  test('is a day after the last use, not after the making', async ({ house }) => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const sandboxes = await house.open()
    const visitor = await newVisitor(sandboxes)
    await using(sandboxes.findOrCreate(visitor), number)
    vi.setSystemTime(Date.now() + DAY / 2)

    const until = await using(sandboxes.findOrCreate(visitor), (own) => sandboxes.keptUntil(own))

    expect(until).toBe(Date.now() + DAY)
  })
})

describe('copyOf', () => {
  test('is the database as a file, and leaves nothing beside it', async ({ house }) => {
    const sandboxes = await house.open()
    const visitor = await newVisitor(sandboxes)

    const bytes = await using(sandboxes.findOrCreate(visitor), (own) => sandboxes.copyOf(own))

    expect(Buffer.from(bytes).subarray(0, 15).toString()).toBe('SQLite format 3')
    expect(await house.files()).toHaveLength(1)
  })
})
