import { describe, expect } from 'vitest'
import { Recorder } from '#trace/recorder.ts'
import { collect, record } from '#trace/trace.ts'
import type { StreamEvent } from '#trace/stream-event.ts'
import { deleteSandbox } from '#sandbox/delete-sandbox.ts'
import { startOver } from '#sandbox/start-over.ts'
import { addresses, insertUser, isThere, newVisitor, test, using } from '../support/sandboxes.ts'

const nothing = () => Promise.resolve()

describe('startOver', () => {
  test('puts a new sandbox in place of the old one, with what it starts with', async ({
    house,
  }) => {
    const sandboxes = await house.open()
    const visitor = await newVisitor(sandboxes)
    const old = await using(sandboxes.findOrCreate(visitor), async (sandbox) => {
      await insertUser(sandbox, 'ana@example.com')
      return sandbox
    })

    const { sandbox, isNew, release } = await startOver(sandboxes, visitor, async (made) => {
      await insertUser(made, 'alice@example.com')
    })
    await release()

    expect(isNew).toBe(true)
    expect(sandbox).toMatchObject({ number: 2 })
    expect(await using(sandboxes.findOrCreate(visitor), addresses)).toEqual(['alice@example.com'])
    // The old one is set aside: it can be put back.
    expect(await isThere(house.folderOf(old))).toBe(true)
  })

  test('makes the first sandbox of somebody who has none', async ({ house }) => {
    const sandboxes = await house.open()
    const visitor = await newVisitor(sandboxes)

    const { sandbox, release } = await startOver(sandboxes, visitor, nothing)
    await release()

    expect(sandbox).toMatchObject({ number: 1 })
    expect(await house.files()).toHaveLength(1)
  })

  test('throws away what could not be filled, and says why', async ({ house }) => {
    const sandboxes = await house.open()
    const visitor = await newVisitor(sandboxes)

    const filling = startOver(sandboxes, visitor, async (made) => {
      await insertUser(made, 'alice@example.com')
      throw new Error('no more')
    })

    await expect(filling).rejects.toThrow('no more')
    expect(await sandboxes.find(visitor)).toBeNull()
    expect(await house.files()).toEqual([])
  })

  test('lets a request finish that is using the old one', async ({ house }) => {
    const sandboxes = await house.open()
    const visitor = await newVisitor(sandboxes)

    await using(sandboxes.findOrCreate(visitor), async (old) => {
      const { release } = await startOver(sandboxes, visitor, nothing)
      await release()
      await insertUser(old, 'ana@example.com')
      expect(await addresses(old)).toEqual(['ana@example.com'])
    })

    // The new one, and the old one that is set aside.
    expect(await house.files()).toHaveLength(2)
  })

  test('fills one after the other when asked twice at once, and the last one stays', async ({
    house,
  }) => {
    const sandboxes = await house.open()
    const visitor = await newVisitor(sandboxes)
    const names = ['alice', 'bob', 'carol']

    const leases = await Promise.all(
      names.map((name) =>
        startOver(sandboxes, visitor, async (made) => {
          await insertUser(made, `${name}@example.com`)
        }),
      ),
    )
    await Promise.all(leases.map(({ release }) => release()))

    expect(await using(sandboxes.findOrCreate(visitor), addresses)).toEqual(['carol@example.com'])
    // The last one, and the one before that it has set aside: no third.
    expect(await house.files()).toHaveLength(2)
  })

  test('leaves the sandboxes of others alone', async ({ house }) => {
    const sandboxes = await house.open()
    const [ana, bo] = [await newVisitor(sandboxes), await newVisitor(sandboxes)]
    await using(sandboxes.findOrCreate(bo), (sandbox) => insertUser(sandbox, 'bo@example.com'))

    const { release } = await startOver(sandboxes, ana, nothing)
    await release()

    expect(await using(sandboxes.findOrCreate(bo), addresses)).toEqual(['bo@example.com'])
  })

  test('shows what fills it as steps of the request that asked', async ({ house }) => {
    const sandboxes = await house.open()
    const visitor = await newVisitor(sandboxes)
    const recorder = new Recorder({ id: 'one', title: 'POST', persona: 'you' })

    const { release } = await collect(recorder, () =>
      startOver(sandboxes, visitor, () => {
        record({ layer: 'context', name: 'fill' })
        return nothing()
      }),
    )
    await release()

    const { steps } = recorder.snapshot()
    expect(steps.map(({ name }) => name)).toEqual(['Sandboxes.startOver', 'fill'])
    expect(steps[1]?.parent).toBe(steps[0]?.id)
  })

  test('tells open pages when all is there', async ({ house }) => {
    const sandboxes = await house.open()
    const visitor = await newVisitor(sandboxes)
    const told: (StreamEvent | 'filled')[] = []
    house.hub.subscribe(visitor.id, (event) => told.push(event))

    const { release } = await startOver(sandboxes, visitor, async () => {
      await nothing()
      told.push('filled')
    })
    await release()

    expect(told).toEqual(['filled', { channel: 'sandbox', type: 'reset', persona: null, data: {} }])
  })

  test('counts as a reset', async ({ house }) => {
    const sandboxes = await house.open({ resetsPerVisitorAndHour: 1 })
    const visitor = await newVisitor(sandboxes)
    const { release } = await startOver(sandboxes, visitor, nothing)
    await release()

    await expect(startOver(sandboxes, visitor, nothing)).rejects.toMatchObject({ status: 429 })
    await expect(deleteSandbox(sandboxes, visitor)).rejects.toMatchObject({ status: 429 })
  })
})
