import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { SandboxClock } from '#sandbox/sandbox-clock.ts'

const NOW = Date.UTC(2026, 0, 12, 9)

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: NOW }))
afterEach(() => void vi.useRealTimers())

describe('SandboxClock', () => {
  test('is the machine’s clock, until it is moved', () => {
    const clock = new SandboxClock()

    expect([clock.now(), clock.offset]).toEqual([NOW, 0])
    vi.setSystemTime(NOW + 5)
    expect(clock.now()).toBe(NOW + 5)
  })

  test('goes on by what it is moved, each time', () => {
    const clock = new SandboxClock()

    clock.advance(15 * 60_000)
    clock.advance(1)
    clock.advance(0)

    expect([clock.now(), clock.offset]).toEqual([NOW + 900_001, 900_001])
  })

  test('remembers the last move', () => {
    const clock = new SandboxClock(7)
    expect(clock.lastMove).toBeNull()

    clock.advance(60_000)
    const move = clock.advance(1_000)

    expect(move).toEqual({ from: NOW + 60_007, to: NOW + 61_007 })
    expect(clock.lastMove).toBe(move)
  })

  test('goes on where it was left', () => {
    expect(new SandboxClock(7).now()).toBe(NOW + 7)
  })

  test.for([-1, 0.5, Number.NaN, Infinity, -Infinity, 2 ** 53])('refuses %d', (milliseconds) => {
    const clock = new SandboxClock()

    expect(() => clock.advance(milliseconds)).toThrow(
      new RangeError(
        `SandboxClock.advance: ${milliseconds} is not a number of milliseconds from 0 on.`,
      ),
    )
    expect(clock.now()).toBe(NOW)
  })
})
