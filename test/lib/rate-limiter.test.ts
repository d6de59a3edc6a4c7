import { describe, expect, test } from 'vitest'
import { RateLimiter } from '#lib/rate-limiter.ts'

/** A limiter of so many per minute, and a way to let time pass. */
function limiterOf(capacity: number) {
  let now = 0
  const limiter = new RateLimiter(capacity, 60_000, () => now)
  return { limiter, pass: (milliseconds: number) => (now += milliseconds) }
}

describe('RateLimiter', () => {
  test('lets as many through as it may, and tells the next how long to wait', () => {
    const { limiter } = limiterOf(3)

    expect([1, 2, 3, 4].map(() => limiter.take('a'))).toEqual([0, 0, 0, 20])
  })

  test('counts each key for itself', () => {
    const { limiter } = limiterOf(1)

    expect(['a', 'b', 'a', 'b'].map((key) => limiter.take(key))).toEqual([0, 0, 60, 60])
  })

  test('lets one through as soon as it said, and not before', () => {
    const { limiter, pass } = limiterOf(3)
    for (let n = 0; n < 3; n += 1) limiter.take('a')

    pass(19_999)
    expect(limiter.take('a')).toBe(1)
    pass(1)

    expect(limiter.take('a')).toBe(0)
    expect(limiter.take('a')).toBe(20)
  })

  test('never says to wait for no time at all', () => {
    const { limiter, pass } = limiterOf(60_000)
    for (let n = 0; n < 60_000; n += 1) limiter.take('a')

    expect(limiter.take('a')).toBe(1)
    pass(1)
    expect(limiter.take('a')).toBe(0)
  })

  test('takes nothing for being asked in vain', () => {
    const { limiter, pass } = limiterOf(1)
    limiter.take('a')

    for (let second = 0; second < 59; second += 1) {
      pass(1_000)
      expect(limiter.take('a'), `second ${second}`).toBeGreaterThan(0)
    }
    pass(1_000)

    expect(limiter.take('a')).toBe(0)
  })

  test('holds no more than its fill, however long nobody came', () => {
    const { limiter, pass } = limiterOf(2)
    limiter.take('a')
    pass(24 * 60 * 60_000)

    expect([1, 2, 3].map(() => limiter.take('a'))).toEqual([0, 0, 30])
  })

  test('opens for nobody when a clock runs backwards', () => {
    const { limiter, pass } = limiterOf(1)
    limiter.take('a')
    pass(-60 * 60_000)

    expect(limiter.take('a')).toBeGreaterThan(0)
  })

  test('remembers a bounded number of keys, those used latest', () => {
    const { limiter } = limiterOf(1)
    limiter.take('first')
    for (let n = 0; n < 10_000; n += 1) limiter.take(`early ${n}`)
    expect(limiter.take('first')).toBeGreaterThan(0)

    for (let n = 0; n < 17_999; n += 1) limiter.take(`late ${n}`)

    expect(limiter.take('first')).toBeGreaterThan(0)
    // Long unused, and so forgotten.
    expect(limiter.take('early 1')).toBe(0)
  })

  test('says how long to wait without taking one', () => {
    const { limiter, pass } = limiterOf(1)

    expect([limiter.waitFor('a'), limiter.waitFor('a'), limiter.size]).toEqual([0, 0, 0])
    limiter.take('a')
    expect(limiter.waitFor('a')).toBe(60)
    pass(60_000)
    expect([limiter.waitFor('a'), limiter.take('a')]).toEqual([0, 0])
  })

  test('charges for what is done already, and waits until all of that is paid', () => {
    const { limiter } = limiterOf(2)

    for (let n = 0; n < 4; n += 1) limiter.charge('a')

    expect(limiter.waitFor('a')).toBe(90)
  })

  test('puts back what was not to be counted, and never more than there was', () => {
    const { limiter } = limiterOf(2)
    limiter.take('a')

    for (let n = 0; n < 3; n += 1) limiter.giveBack('a')

    expect([1, 2, 3].map(() => limiter.take('a'))).toEqual([0, 0, 30])
  })

  test('forgets what was counted of a key', () => {
    const { limiter } = limiterOf(1)
    for (const key of ['a', 'b']) limiter.take(key)

    limiter.reset('a')

    expect(['a', 'b'].map((key) => limiter.take(key))).toEqual([0, 60])
  })

  test('runs on a clock that nobody can set, unless told otherwise', () => {
    const limiter = new RateLimiter(1, 60_000)

    expect(limiter.take('a')).toBe(0)
    expect(limiter.take('a')).toBeGreaterThan(58)
  })
})
