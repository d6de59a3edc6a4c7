import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runOn, systemClock } from '#lib/clock.ts'
import { DAY, HOUR, MINUTE, SECOND } from '#lib/duration.ts'
import { SteadyClock } from '#lib/steady-clock.ts'

const START = Date.UTC(2026, 10, 30, 9)

let wall: number
let monotonic: number
let noticed: number[]

beforeEach(() => {
  wall = START
  monotonic = 5_000
  noticed = []
})

const steady = (from = 0) =>
  new SteadyClock({
    wall: () => wall,
    monotonic: () => monotonic,
    from,
    setBack: (milliseconds) => noticed.push(milliseconds),
  })

/** So much time passes, for everybody. */
function pass(milliseconds: number): void {
  wall += milliseconds
  monotonic += milliseconds
}

describe('a steady clock', () => {
  test('says what the machine says', () => {
    const clock = steady()
    pass(90 * SECOND)

    expect(clock.now()).toBe(START + 90 * SECOND)
    expect(clock.ahead).toBe(0)
  })

  test('goes on when the machine’s is set back, and says so once', () => {
    const clock = steady()
    pass(MINUTE)
    wall -= HOUR

    expect(clock.now()).toBe(START + MINUTE)
    expect(clock.now()).toBe(START + MINUTE)
    expect(noticed).toEqual([HOUR])
  })

  test('lets a quarter of an hour last at most 47 seconds longer', () => {
    const clock = steady()
    wall -= HOUR
    const made = clock.now()
    let lived = 0
    while (clock.now() < made + 15 * MINUTE) {
      pass(SECOND)
      lived += SECOND
    }

    expect(lived).toBeGreaterThanOrEqual(15 * MINUTE)
    expect(lived).toBeLessThanOrEqual(15 * MINUTE + 48 * SECOND)
  })

  test('agrees with the machine again after twenty times as long', () => {
    const clock = steady()
    wall -= HOUR
    clock.now()
    for (let minute = 0; minute < 20 * 60; minute += 1) {
      pass(MINUTE)
      clock.now()
    }

    expect(clock.ahead).toBe(0)
    expect(clock.now()).toBe(wall)
  })

  test('never says less than it has said, whatever the machine does', () => {
    const clock = steady()
    let last = clock.now()
    for (const set of [-HOUR, 300, -900, 31 * DAY, -31 * DAY, -5, 0, -HOUR]) {
      pass(20)
      wall += set
      const now = clock.now()
      expect(now).toBeGreaterThanOrEqual(last)
      last = now
    }
  })

  test('takes a jump ahead as time that has passed', () => {
    const clock = steady()
    wall += 31 * DAY

    expect(clock.now()).toBe(START + 31 * DAY)
    expect(noticed).toEqual([])
  })

  test('does not take what the network’s time does all day for news', () => {
    const clock = steady()
    wall -= 400

    expect(clock.now()).toBe(START - 400)
    expect(noticed).toEqual([])
  })

  test('begins no earlier than a time that has been', () => {
    const clock = steady(START + 2 * HOUR)

    expect(clock.now()).toBe(START + 2 * HOUR)
    expect(noticed).toEqual([2 * HOUR])
  })

  test('tells whole milliseconds', () => {
    const clock = steady()
    wall -= HOUR
    monotonic += 0.7

    expect(Number.isInteger(clock.now())).toBe(true)
  })
})

describe('runOn', () => {
  afterEach(() => runOn({ now: () => Date.now() }))

  test('makes another clock the machine’s', () => {
    runOn({ now: () => 42 })

    expect(systemClock.now()).toBe(42)
  })
})
