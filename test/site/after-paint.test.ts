import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { afterPaint } from '#site/after-paint.ts'

/** The observers that were made, as a browser has them: it tells each of its paints, or of none. */
class Observer {
  static made: Observer[] = []
  readonly observed: unknown[] = []
  disconnected = 0
  readonly paint: () => void

  constructor(paint: () => void) {
    this.paint = paint
    Observer.made.push(this)
  }

  observe(options: unknown): void {
    this.observed.push(options)
  }

  disconnect(): void {
    this.disconnected += 1
  }
}

/** How often it has come to the end of waiting. */
function counted() {
  const seen = { painted: 0 }
  void afterPaint().then(() => (seen.painted += 1))
  return seen
}

beforeEach(() => {
  Observer.made = []
  vi.useFakeTimers()
  vi.stubGlobal('PerformanceObserver', Observer)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('afterPaint', () => {
  test('waits for the paint, and no longer', async () => {
    const seen = counted()
    await vi.advanceTimersByTimeAsync(10)
    expect(seen.painted).toBe(0)

    Observer.made[0]!.paint()
    await vi.advanceTimersByTimeAsync(0)

    expect(seen.painted).toBe(1)
    expect(Observer.made.map(({ disconnected }) => disconnected)).toEqual([1])
  })

  test('hears of a paint that was before it', () => {
    counted()

    expect(Observer.made.map(({ observed }) => observed)).toEqual([
      [{ type: 'paint', buffered: true }],
    ])
  })

  test('waits a second at most where a browser tells nobody of its paints', async () => {
    const seen = counted()

    await vi.advanceTimersByTimeAsync(999)
    expect(seen.painted).toBe(0)
    await vi.advanceTimersByTimeAsync(1)

    expect(seen.painted).toBe(1)
  })
})
