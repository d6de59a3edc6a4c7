import { afterEach, describe, expect, vi } from 'vitest'
import { MINUTE } from '#lib/duration.ts'
import { keepPlace } from '#sandbox/keep-place.ts'
import type { Sandboxes, Visitor } from '#sandbox/sandbox.ts'
import { startOver } from '#sandbox/start-over.ts'
import { insertUser, newVisitor, test, using } from '../support/sandboxes.ts'

const pass = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds)

afterEach(() => void vi.useRealTimers())

const beginAnew = (sandboxes: Sandboxes, visitor: Visitor) =>
  using(
    startOver(sandboxes, visitor, () => Promise.resolve(), { as: 'start' }),
    ({ number }) => number,
  )

/** A visitor with one user, a place and a clock that was moved. */
async function inhabited(sandboxes: Sandboxes): Promise<Visitor> {
  const visitor = await newVisitor(sandboxes)
  await using(sandboxes.findOrCreate(visitor), async (sandbox) => {
    await insertUser(sandbox, 'ana@example.test')
    await keepPlace(sandbox, sandboxes.writerOf(visitor, sandbox), '{"act":"a"}')
  })
  return visitor
}

describe('what is set aside', () => {
  test('comes back as it was, for ten minutes', async ({ house }) => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const sandboxes = await house.open()
    const visitor = await inhabited(sandboxes)
    expect(await beginAnew(sandboxes, visitor)).toBe(2)
    pass(10 * MINUTE - 1)

    const lease = await sandboxes.undo(visitor)

    expect(lease?.sandbox).toMatchObject({ number: 1, place: { json: '{"act":"a"}' } })
    await lease?.release()
    expect(await house.files()).toHaveLength(1)
  })

  test('is gone after ten minutes, its files with the next sweep', async ({ house }) => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const sandboxes = await house.open()
    const visitor = await inhabited(sandboxes)
    await beginAnew(sandboxes, visitor)
    expect(await house.files()).toHaveLength(2)
    pass(10 * MINUTE)

    expect(await sandboxes.undo(visitor)).toBeNull()
    expect(await sandboxes.sweep()).toBe(1)
    expect(await house.files()).toHaveLength(1)
  })

  test('is one at a time: the next beginning ends what was set aside before', async ({ house }) => {
    const sandboxes = await house.open()
    const visitor = await inhabited(sandboxes)
    await beginAnew(sandboxes, visitor)
    await beginAnew(sandboxes, visitor)

    expect(await house.files()).toHaveLength(2)
    const lease = await sandboxes.undo(visitor)
    expect(lease?.sandbox.number).toBe(2)
    await lease?.release()
  })

  test('makes room before anything that somebody uses', async ({ house }) => {
    const sandboxes = await house.open({ sandboxes: 2 })
    const visitor = await inhabited(sandboxes)
    await beginAnew(sandboxes, visitor)

    const other = await newVisitor(sandboxes)
    await using(sandboxes.findOrCreate(other), () => undefined)

    expect(await sandboxes.undo(visitor)).toBeNull()
    expect(await using(sandboxes.findOrCreate(visitor), ({ number }) => number)).toBe(2)
    expect(await house.files()).toHaveLength(2)
  })

  test('goes with a sandbox that is deleted', async ({ house }) => {
    const sandboxes = await house.open()
    const visitor = await inhabited(sandboxes)
    await beginAnew(sandboxes, visitor)

    await sandboxes.end(visitor, 'deleted')

    expect(await sandboxes.undo(visitor)).toBeNull()
    expect(await house.files()).toEqual([])
  })

  test('stays where what comes after cannot be filled', async ({ house }) => {
    const sandboxes = await house.open()
    const visitor = await inhabited(sandboxes)

    await expect(
      startOver(sandboxes, visitor, () => Promise.reject(new Error('no'))),
    ).rejects.toThrow('no')

    expect(await using(sandboxes.findOrCreate(visitor), ({ number }) => number)).toBe(1)
  })
})
