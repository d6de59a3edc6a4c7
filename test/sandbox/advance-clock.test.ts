import { describe, expect } from 'vitest'
import type { StreamEvent } from '#trace/stream-event.ts'
import { advanceClock } from '#sandbox/advance-clock.ts'
import { SANDBOX_TOPIC } from '#sandbox/sandbox.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import { newVisitor, test, type TestHouse } from '../support/sandboxes.ts'

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

    await advanceClock(sandbox, sandboxes.writerOf(visitor, sandbox), 15 * 60_000)
    await advanceClock(sandbox, sandboxes.writerOf(visitor, sandbox), 14 * DAY)

    const offset = 15 * 60_000 + 14 * DAY
    expect(sandbox.clock.offset).toBe(offset)
    expect(told.at(-1)).toMatchObject({ channel: 'sandbox', type: 'clock', data: { offset } })
    const rows = await house.onSite((db) =>
      db.selectFrom('sandboxes').select('clock_offset').execute(),
    )
    expect(rows).toEqual([{ clock_offset: offset }])
    await release()
  })

  test('is one step, which names the lever', async ({ house }) => {
    const { sandboxes, visitor, sandbox, release } = await inhabited(house)
    const recorder = new Recorder({ id: 'one', title: 'POST', persona: 'you' })

    await collect(recorder, () =>
      advanceClock(sandbox, sandboxes.writerOf(visitor, sandbox), 15 * 60_000),
    )

    expect(recorder.snapshot().steps).toMatchObject([
      {
        layer: 'context',
        name: 'Sandboxes.advanceClock',
        tag: 'context.Sandboxes.advanceClock',
        outcome: 'ok',
        detail: 'on by 15 minutes',
        source: { file: 'src/sandbox/advance-clock.ts' },
      },
    ])
    await release()
  })

  test('has live pages connect again', async ({ house }) => {
    const { sandboxes, visitor, sandbox, release } = await inhabited(house)
    const heard: string[] = []
    sandbox.pubsub.heardBy(({ type }) => heard.push(type)).listen(SANDBOX_TOPIC)

    await advanceClock(sandbox, sandboxes.writerOf(visitor, sandbox), 1_000)

    expect(heard).toEqual(['disconnect'])
    await release()
  })

  test('adds up what comes at the same time', async ({ house }) => {
    const { sandboxes, visitor, sandbox, release } = await inhabited(house)

    await Promise.all(
      Array.from({ length: 20 }, () =>
        advanceClock(sandbox, sandboxes.writerOf(visitor, sandbox), 1_000),
      ),
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

      const writer = sandboxes.writerOf(visitor, sandbox)

      await expect(advanceClock(sandbox, writer, span)).rejects.toThrow()
      expect(sandbox.clock.offset).toBe(0)
      await release()
    },
  )

  test('ends a hundred years ahead', async ({ house }) => {
    const { sandboxes, visitor, sandbox, release } = await inhabited(house)
    const writer = sandboxes.writerOf(visitor, sandbox)
    for (let n = 0; n < 91; n += 1) await advanceClock(sandbox, writer, 400 * DAY)

    await expect(advanceClock(sandbox, writer, 400 * DAY)).rejects.toMatchObject({
      status: 422,
      message: 'This clock is a hundred years ahead. Reset your sandbox to go back.',
    })
    await release()
  })
})
