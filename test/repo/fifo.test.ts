import { describe, expect, test } from 'vitest'
import { DatabaseBusyError, DatabaseClosedError } from '#repo/database-error.ts'
import { Fifo } from '#repo/fifo.ts'

describe('Fifo', () => {
  test('gives turns in the order in which they were asked for', async () => {
    const turns = new Fifo()
    const order: number[] = []
    const use = async (number: number) => {
      await turns.acquire()
      await Promise.resolve()
      order.push(number)
      turns.release()
    }

    await Promise.all([1, 2, 3, 4, 5].map(use))

    expect(order).toEqual([1, 2, 3, 4, 5])
  })

  test('lets nobody overtake those who wait', async () => {
    const turns = new Fifo()
    const order: string[] = []
    await turns.acquire()
    const waiting = turns.acquire().then(() => order.push('waited'))

    turns.release()
    const late = turns.acquire().then(() => order.push('came late'))
    await waiting
    turns.release()
    await late

    expect(order).toEqual(['waited', 'came late'])
  })

  test('refuses one more than may wait', async () => {
    const turns = new Fifo({ mostWaiting: 2 })
    await turns.acquire()
    const waiting = [turns.acquire(), turns.acquire()]

    await expect(turns.acquire()).rejects.toThrow(
      new DatabaseBusyError('2 queries wait for this database already.', { code: 'BUSY' }),
    )

    turns.release()
    await waiting[0]
    turns.release()
    await waiting[1]
  })

  test('ends a wait that takes too long, and keeps the others', async () => {
    const turns = new Fifo({ patienceMilliseconds: 20 })
    await turns.acquire()

    const error: unknown = await turns.acquire().catch((reason: unknown) => reason)
    const next = turns.acquire()
    turns.release()
    await next

    expect(error).toBeInstanceOf(DatabaseBusyError)
    expect(String(error)).toBe(
      'DatabaseBusyError: A query waited 20 ms for its turn and gave up. A transaction may be ' +
        'stuck: inside repo.transact, use the repo you were given.',
    )
  })

  test('closes when those before have had their turn', async () => {
    const turns = new Fifo({ patienceMilliseconds: 60_000 })
    const order: string[] = []
    await turns.acquire()
    const waiting = turns.acquire().then(() => {
      order.push('waiting')
      turns.release()
    })

    const closed = Promise.all([turns.close(), turns.close()]).then(() => order.push('closed'))
    await expect(turns.acquire()).rejects.toThrow(DatabaseClosedError)
    turns.release()
    await Promise.all([waiting, closed])

    expect(order).toEqual(['waiting', 'closed'])
  })

  test('closes in the end, even when a turn never ends', async () => {
    const turns = new Fifo({ patienceMilliseconds: 20 })
    await turns.acquire()

    await expect(turns.close()).resolves.toBeUndefined()
  })
})
