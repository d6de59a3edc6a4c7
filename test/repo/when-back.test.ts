import { expect, test, vi } from 'vitest'
import { DatabaseAwayError } from '#repo/database-error.ts'
import { WhenBack } from '#repo/when-back.ts'

/** A database that writes down what it is told, while it is there. */
function database() {
  const state = { isAway: false, asked: 0, written: [] as string[] }
  const write = (text: string) => () => {
    state.asked += 1
    if (state.isAway) return Promise.reject(new DatabaseAwayError('Away.', { code: '08006' }))
    state.written.push(text)
    return Promise.resolve()
  }
  return { state, write }
}

// No clock: each test says when it is tried again.
const NEVER = 1_000_000

test('what is written while the database is there waits for nothing', async () => {
  const { state, write } = database()
  const later = new WhenBack<number>({ every: NEVER })

  await later.run(1, write('a'))

  expect(state.written).toEqual(['a'])
  expect(later.isWaiting(1)).toBe(false)
})

test('what comes while it is away is written once it is back, in order', async () => {
  const { state, write } = database()
  const later = new WhenBack<number>({ every: NEVER })
  state.isAway = true
  await later.run(1, write('a'))
  await later.run(2, write('x'))
  await later.run(1, write('b'))
  expect(state.asked).toBe(1)
  expect([later.isWaiting(1), later.isWaiting(2), later.isWaiting(3)]).toEqual([true, true, false])
  expect(await later.tryNow()).toBe(false)

  state.isAway = false
  // It is back, and nobody has found that out: this one stays behind the others of its key.
  await later.run(1, write('c'))
  expect(await later.tryNow()).toBe(true)

  expect(state.written).toEqual(['a', 'b', 'c', 'x'])
  expect(later.size).toBe(0)
})

test('is tried again by itself, and no more once nothing waits', async () => {
  vi.useFakeTimers()
  try {
    const { state, write } = database()
    const later = new WhenBack<number>({ every: 1_000 })
    state.isAway = true
    await later.run(1, write('a'))
    await vi.advanceTimersByTimeAsync(3_000)
    expect(state.asked).toBe(4)

    state.isAway = false
    await vi.advanceTimersByTimeAsync(10_000)

    expect(state.written).toEqual(['a'])
    expect(vi.getTimerCount()).toBe(0)
  } finally {
    vi.useRealTimers()
  }
})

test('what belongs to some work is put off with it, and does not wait behind it', async () => {
  const { state, write } = database()
  const later = new WhenBack<number>({ every: NEVER })
  state.isAway = true
  await later.run(1, async () => {
    await later.run(1, write('inner'))
    await write('outer')()
  })
  await later.run(1, write('next'))

  state.isAway = false
  await later.tryNow()

  expect(state.written).toEqual(['inner', 'outer', 'next'])
})

test('any other failure is told, and holds nobody up', async () => {
  const { state, write } = database()
  const failed = vi.fn()
  const later = new WhenBack<number>({ every: NEVER, failed })
  const broken = () => Promise.reject(new Error('No.'))
  await expect(later.run(1, broken)).rejects.toThrow('No.')

  state.isAway = true
  await later.run(1, write('a'))
  await later.run(1, broken)
  await later.run(1, write('b'))
  state.isAway = false
  await later.tryNow()

  expect(state.written).toEqual(['a', 'b'])
  expect(failed).toHaveBeenCalledOnce()
})

test('one key takes no more than its share', async () => {
  const { state, write } = database()
  const later = new WhenBack<number>({ every: NEVER })
  state.isAway = true
  for (let n = 0; n < 200; n += 1) await later.run(1, write('a'))

  await expect(later.run(1, write('one too many'))).rejects.toThrow(DatabaseAwayError)
  await later.run(2, write('of somebody else'))

  expect(later.size).toBe(201)
})
