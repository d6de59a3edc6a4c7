import { AsyncLocalStorage } from 'node:async_hooks'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { Queue } from '#lib/queue.ts'

const tooMany = () => new Error('too many')

/** Work that ends when it is told to. */
function job() {
  let end = () => {}
  let fail = (_error: Error) => {}
  let started = false
  const done = new Promise<void>((resolve, reject) => {
    end = resolve
    fail = reject
  })
  const run = () => ((started = true), done)
  return { run, end: () => end(), fail: (error: Error) => fail(error), hasStarted: () => started }
}

/** Lets everything run that waits for nothing but its turn. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

describe('Queue', () => {
  afterEach(() => vi.useRealTimers())

  test('gives back what the work gives', async () => {
    const queue = new Queue({ atOnce: 1, mostWaiting: 0, full: tooMany })

    expect(await queue.run(() => Promise.resolve(42))).toBe(42)
  })

  test('lets as many through at once as it is told, and no more', async () => {
    const queue = new Queue({ atOnce: 2, mostWaiting: 2, full: tooMany })
    const jobs = [job(), job(), job(), job()]

    const passing = jobs.map(({ run }) => queue.run(run))
    await settle()
    expect(jobs.map(({ hasStarted }) => hasStarted())).toEqual([true, true, false, false])
    jobs[1]!.end()
    await settle()
    expect(jobs.map(({ hasStarted }) => hasStarted())).toEqual([true, true, true, false])

    for (const { end } of jobs) end()
    await Promise.all(passing)
  })

  test('lets those who wait through in the order in which they came', async () => {
    const queue = new Queue({ atOnce: 1, mostWaiting: 9, full: tooMany })
    const order: number[] = []

    await Promise.all([1, 2, 3, 4, 5].map((n) => queue.run(() => Promise.resolve(order.push(n)))))

    expect(order).toEqual([1, 2, 3, 4, 5])
  })

  test('turns away one more than may wait, without starting the work', async () => {
    const queue = new Queue({ atOnce: 1, mostWaiting: 1, full: tooMany })
    const [inside, waiting, late] = [job(), job(), job()]
    const passing = [inside, waiting].map(({ run }) => queue.run(run))

    await expect(queue.run(late.run)).rejects.toThrow('too many')
    expect(late.hasStarted()).toBe(false)

    inside.end()
    waiting.end()
    await Promise.all(passing)
  })

  test('makes a refusal for each who is turned away', async () => {
    const queue = new Queue({ atOnce: 0, mostWaiting: 0, full: tooMany })
    const refuse = () => queue.run(() => Promise.resolve()).catch((error: unknown) => error)

    const [first, second] = await Promise.all([refuse(), refuse()])

    expect(first).toBeInstanceOf(Error)
    expect(first).not.toBe(second)
  })

  test('is free again after work that fails', async () => {
    const queue = new Queue({ atOnce: 1, mostWaiting: 0, full: tooMany })

    await expect(queue.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    await expect(
      queue.run(() => {
        throw new Error('at once')
      }),
    ).rejects.toThrow('at once')

    expect(await queue.run(() => Promise.resolve('next'))).toBe('next')
  })

  test('gives the place of work that fails to the next in line', async () => {
    const queue = new Queue({ atOnce: 1, mostWaiting: 1, full: tooMany })
    const [inside, waiting] = [job(), job()]
    const failing = queue.run(inside.run)
    const passing = queue.run(waiting.run)

    inside.fail(new Error('no'))
    await expect(failing).rejects.toThrow('no')
    await settle()

    expect(waiting.hasStarted()).toBe(true)
    waiting.end()
    await passing
  })

  test('never lets a newcomer overtake those who wait', async () => {
    const queue = new Queue({ atOnce: 1, mostWaiting: 2, full: tooMany })
    const [inside, waiting, late] = [job(), job(), job()]
    const passing = [inside, waiting].map(({ run }) => queue.run(run))

    inside.end()
    await passing[0]
    const last = queue.run(late.run)
    await settle()

    expect([waiting.hasStarted(), late.hasStarted()]).toEqual([true, false])
    waiting.end()
    late.end()
    await Promise.all([passing[1], last])
  })

  test('tells who is turned away how many wait', async () => {
    const queue = new Queue({
      mostWaiting: 2,
      full: (waiting) => new Error(`${waiting} wait already`),
    })
    const inside = [queue.enter(), queue.enter(), queue.enter()]

    await expect(queue.enter()).rejects.toThrow('2 wait already')

    expect(queue.size).toBe(3)
    for (const turn of inside) {
      await turn
      queue.leave()
    }
    expect(queue.size).toBe(0)
  })

  test('lets any number wait, for as long as it takes, unless it is told otherwise', async () => {
    vi.useFakeTimers()
    const queue = new Queue()
    await queue.enter()

    const waiting = Array.from({ length: 10_000 }, () => queue.enter())
    vi.advanceTimersByTime(3_600_000)

    expect([queue.size, vi.getTimerCount()]).toEqual([10_001, 0])
    for (const turn of waiting) {
      queue.leave()
      await turn
    }
  })

  test('wakes one at each release, however many wait', async () => {
    const queue = new Queue()
    let awake = 0
    await queue.enter()
    for (let count = 0; count < 1_000; count += 1) void queue.enter().then(() => (awake += 1))

    queue.leave()
    await settle()

    expect(awake).toBe(1)
  })

  test('runs each in the async context of whoever asked', async () => {
    const asker = new AsyncLocalStorage<string>()
    const queue = new Queue()
    const ask = (name: string) =>
      asker.run(name, () => queue.run(() => Promise.resolve(asker.getStore())))

    expect(await Promise.all(['ana', 'bo', 'cy'].map(ask))).toEqual(['ana', 'bo', 'cy'])
  })
})

describe('a queue with patience', () => {
  afterEach(() => vi.useRealTimers())
  const tooLong = (milliseconds: number) => new Error(`${milliseconds} ms`)

  test('ends a wait that takes too long, and keeps the others', async () => {
    vi.useFakeTimers()
    const queue = new Queue({ patience: 20, tooLong })
    await queue.enter()
    const impatient = expect(queue.enter()).rejects.toThrow('20 ms')
    await vi.advanceTimersByTimeAsync(19)
    const patient = queue.enter()
    expect(queue.size).toBe(3)

    await vi.advanceTimersByTimeAsync(1)
    await impatient
    expect(queue.size).toBe(2)
    queue.leave()
    await patient

    expect(vi.getTimerCount()).toBe(0)
  })

  test('is idle when the last one has left, and at once when nobody is there', async () => {
    const queue = new Queue({ patience: 60_000 })
    const order: string[] = []
    await expect(queue.idle()).resolves.toBeUndefined()
    await queue.enter()
    const waiting = queue.run(() => Promise.resolve(order.push('waiting')))

    const idle = [queue.idle(), queue.idle()].map((each) => each.then(() => order.push('idle')))
    await settle()
    expect(order).toEqual([])
    queue.leave()
    await Promise.all([waiting, ...idle])

    expect(order).toEqual(['waiting', 'idle', 'idle'])
  })

  test('does not wait for ever to be idle', async () => {
    vi.useFakeTimers()
    const queue = new Queue({ patience: 20, tooLong })
    await queue.enter()

    const idle = queue.idle()
    await vi.advanceTimersByTimeAsync(20)

    await expect(idle).resolves.toBeUndefined()
  })
})

test('whoever is turned away without a word of ours is told what happened', async () => {
  vi.useFakeTimers()
  const queue = new Queue({ mostWaiting: 1, patience: 20 })
  await queue.enter()
  const impatient = expect(queue.enter()).rejects.toThrow('Queue: 20 ms were too long to wait.')

  await expect(queue.enter()).rejects.toThrow('Queue: 1 wait already, and no more may.')

  await vi.advanceTimersByTimeAsync(20)
  await impatient
  vi.useRealTimers()
})
