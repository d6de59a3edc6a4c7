import { describe, expect, test } from 'vitest'
import { MemoryWatch, mostBytes } from '#server/memory-watch.ts'

function watchOf() {
  const state = { now: 0, share: 0.5, relieved: 0, failed: [] as unknown[] }
  const watch = new MemoryWatch({
    now: () => state.now,
    share: () => state.share,
    relieve: () => {
      state.relieved += 1
      return state.relieved === 3 ? Promise.reject(new Error('locked')) : Promise.resolve()
    },
    failed: (error) => state.failed.push(error),
  })
  return { state, watch }
}

describe('MemoryWatch', () => {
  test('leaves everything where there is room', () => {
    const { state, watch } = watchOf()

    watch.look()

    expect([watch.isShort, state.relieved]).toEqual([false, 0])
  })

  test('has what can be found again let go past a share, once a second at most', () => {
    const { state, watch } = watchOf()
    state.share = 0.7

    watch.look()
    watch.look()
    expect([watch.isShort, state.relieved]).toEqual([false, 1])
    state.now = 1_000
    watch.look()

    expect(state.relieved).toBe(2)
  })

  test('turns new work away past another share, and lets somebody try after a while', () => {
    const { state, watch } = watchOf()
    state.share = 0.85

    watch.look()

    expect([watch.isShort, state.relieved]).toEqual([true, 1])
    state.now = 1_999
    expect(watch.isShort).toBe(true)
    state.now = 2_000
    expect(watch.isShort).toBe(false)
  })

  test('says what could not be let go', async () => {
    const { state, watch } = watchOf()
    state.share = 0.8
    for (const now of [0, 1_000, 2_000]) {
      state.now = now
      watch.look()
    }
    await Promise.resolve()

    expect(state.failed).toMatchObject([{ message: 'locked' }])
  })

  test('looks after a great collection of this very process', async () => {
    const { state, watch } = watchOf()
    state.share = 0.8
    const stop = watch.start()
    // So much at once that nobody could keep it without throwing something away.
    const until = Date.now() + 20_000
    while (state.relieved === 0 && Date.now() < until) {
      Array.from({ length: 40 }, () => new Array<number>(200_000).fill(1))
      await new Promise((resolve) => setImmediate(resolve))
    }
    stop()

    expect(state.relieved).toBe(1)
  })
})

test('the most there may be is what the start said last, and else what the process says', () => {
  const most = (...options: string[]) => mostBytes(options, 7) / 1024 / 1024

  expect(most('--enable-source-maps', '--max-old-space-size=96')).toBe(96)
  expect(most('--max_old_space_size=96', '--max-old-space-size=128 --x')).toBe(128)
  expect(mostBytes(['--enable-source-maps', ''], 7)).toBe(7)
})
