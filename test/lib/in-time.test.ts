import { describe, expect, test } from 'vitest'
import { inTime } from '#lib/in-time.ts'

const late = () => new Error('late')
const never = new Promise<never>(() => undefined)

describe('inTime', () => {
  test('answers what the work answers', async () => {
    expect(await inTime(Promise.resolve(3), 60_000, late)).toBe(3)
  })

  test('throws what the work throws', async () => {
    await expect(inTime(Promise.reject(new Error('broken')), 60_000, late)).rejects.toThrow(
      'broken',
    )
  })

  test('throws what late makes once the time is over', async () => {
    await expect(inTime(never, 1, late)).rejects.toThrow('late')
  })

  test('leaves no timer behind that would keep a process', async () => {
    const timers = () =>
      process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    const before = timers()

    await inTime(Promise.resolve(), 3_600_000, late)

    expect(timers()).toBeLessThanOrEqual(before)
  })
})
