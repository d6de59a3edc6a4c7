import { describe, expect, test } from 'vitest'
import { Turnstile } from '#app/accounts/turnstile.ts'

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

describe('Turnstile', () => {
  test('gives back what the work gives', async () => {
    const turnstile = new Turnstile({ atOnce: 1, waiting: 0, refusal: tooMany })

    expect(await turnstile.pass(() => Promise.resolve(42))).toBe(42)
  })

  test('lets as many through at once as it is told, and no more', async () => {
    const turnstile = new Turnstile({ atOnce: 2, waiting: 2, refusal: tooMany })
    const jobs = [job(), job(), job(), job()]

    const passing = jobs.map(({ run }) => turnstile.pass(run))
    await settle()
    expect(jobs.map(({ hasStarted }) => hasStarted())).toEqual([true, true, false, false])
    jobs[1]!.end()
    await settle()
    expect(jobs.map(({ hasStarted }) => hasStarted())).toEqual([true, true, true, false])

    for (const { end } of jobs) end()
    await Promise.all(passing)
  })

  test('lets those who wait through in the order in which they came', async () => {
    const turnstile = new Turnstile({ atOnce: 1, waiting: 9, refusal: tooMany })
    const order: number[] = []

    await Promise.all(
      [1, 2, 3, 4, 5].map((n) => turnstile.pass(() => Promise.resolve(order.push(n)))),
    )

    expect(order).toEqual([1, 2, 3, 4, 5])
  })

  test('turns away one more than may wait, without starting the work', async () => {
    const turnstile = new Turnstile({ atOnce: 1, waiting: 1, refusal: tooMany })
    const [inside, waiting, late] = [job(), job(), job()]
    const passing = [inside, waiting].map(({ run }) => turnstile.pass(run))

    await expect(turnstile.pass(late.run)).rejects.toThrow('too many')
    expect(late.hasStarted()).toBe(false)

    inside.end()
    waiting.end()
    await Promise.all(passing)
  })

  test('makes a refusal for each who is turned away', async () => {
    const turnstile = new Turnstile({ atOnce: 0, waiting: 0, refusal: tooMany })
    const refuse = () => turnstile.pass(() => Promise.resolve()).catch((error: unknown) => error)

    const [first, second] = await Promise.all([refuse(), refuse()])

    expect(first).toBeInstanceOf(Error)
    expect(first).not.toBe(second)
  })

  test('is free again after work that fails', async () => {
    const turnstile = new Turnstile({ atOnce: 1, waiting: 0, refusal: tooMany })

    await expect(turnstile.pass(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    await expect(
      turnstile.pass(() => {
        throw new Error('at once')
      }),
    ).rejects.toThrow('at once')

    expect(await turnstile.pass(() => Promise.resolve('next'))).toBe('next')
  })

  test('gives the place of work that fails to the next in line', async () => {
    const turnstile = new Turnstile({ atOnce: 1, waiting: 1, refusal: tooMany })
    const [inside, waiting] = [job(), job()]
    const failing = turnstile.pass(inside.run)
    const passing = turnstile.pass(waiting.run)

    inside.fail(new Error('no'))
    await expect(failing).rejects.toThrow('no')
    await settle()

    expect(waiting.hasStarted()).toBe(true)
    waiting.end()
    await passing
  })

  test('never lets a newcomer overtake those who wait', async () => {
    const turnstile = new Turnstile({ atOnce: 1, waiting: 2, refusal: tooMany })
    const [inside, waiting, late] = [job(), job(), job()]
    const passing = [inside, waiting].map(({ run }) => turnstile.pass(run))

    inside.end()
    await passing[0]
    const last = turnstile.pass(late.run)
    await settle()

    expect([waiting.hasStarted(), late.hasStarted()]).toEqual([true, false])
    waiting.end()
    late.end()
    await Promise.all([passing[1], last])
  })
})
