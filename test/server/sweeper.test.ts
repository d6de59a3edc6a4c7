import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { counters } from '#server/counters.ts'
import { sweepNowAndThen } from '#server/sweeper.ts'

const EVERY = 1_000
const SWEPT = 'glasshouse_swept_total'
const SWEEPS = 'glasshouse_sweeps_total'

let stop = () => {}
let errors: unknown[]
const logError = (error: unknown) => void errors.push(error)

beforeEach(() => {
  vi.useFakeTimers()
  errors = []
})
afterEach(() => {
  stop()
  vi.useRealTimers()
})

test('a round that fails is logged and counted, and the next one comes all the same', async () => {
  const [swept, failed] = [counters.total(SWEPT), counters.total(SWEEPS, { outcome: 'failed' })]
  const sweep = vi.fn<() => Promise<number>>().mockResolvedValue(3)
  sweep.mockRejectedValueOnce(new Error('a broken pane'))
  stop = sweepNowAndThen({ sandboxes: { sweep }, logError }, EVERY)

  await vi.advanceTimersByTimeAsync(3 * EVERY)

  expect(sweep).toHaveBeenCalledTimes(3)
  expect(errors).toMatchObject([{ message: 'a broken pane' }])
  expect(counters.total(SWEPT) - swept).toBe(6)
  expect(counters.total(SWEEPS, { outcome: 'failed' }) - failed).toBe(1)
})

test('a round that takes long is not joined by another', async () => {
  let end = (_swept: number) => {}
  const sweep = vi.fn(() => new Promise<number>((resolve) => (end = resolve)))
  stop = sweepNowAndThen({ sandboxes: { sweep }, logError }, EVERY)

  await vi.advanceTimersByTimeAsync(5 * EVERY)
  expect(sweep).toHaveBeenCalledTimes(1)

  end(0)
  await vi.advanceTimersByTimeAsync(EVERY)
  expect(sweep).toHaveBeenCalledTimes(2)
})

test('stops when it is told to', async () => {
  const sweep = vi.fn(() => Promise.resolve(0))
  sweepNowAndThen({ sandboxes: { sweep }, logError }, EVERY)()

  await vi.advanceTimersByTimeAsync(5 * EVERY)

  expect(sweep).not.toHaveBeenCalled()
})
