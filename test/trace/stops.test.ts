import { describe, expect, test } from 'vitest'
import { callersOf, countOn, momentHash, momentIn, stopOf, stopsOf } from '#trace/stops.ts'

describe('stopsOf', () => {
  const ids = [1, 2, 3, 4, 5, 6]
  const groups = [
    { ids: [2, 3, 5], isOpen: false },
    { ids: [6], isOpen: false },
  ]

  test('halts at a group once, where its first step stands', () => {
    expect(stopsOf(ids, groups)).toEqual([[1], [2, 3, 5], [4], [6]])
  })

  test('halts at each step of a group that is open', () => {
    const open = groups.map((group) => ({ ...group, isOpen: true }))

    expect(stopsOf(ids, open)).toEqual([[1], [2], [3], [5], [4], [6]])
  })

  test('finds every step at one of them', () => {
    const stops = stopsOf(ids, groups)

    expect(ids.map((id) => stopOf(stops, id))).toEqual([0, 1, 1, 2, 1, 3])
    expect(stopOf(stops, 9)).toBe(-1)
  })
})

test('callersOf goes up to what nobody called', () => {
  const steps = [
    { id: 1, parent: null },
    { id: 2, parent: 1 },
    { id: 3, parent: 2 },
  ]

  expect(callersOf(steps, 3)).toEqual([2, 1])
  expect(callersOf(steps, 1)).toEqual([])
})

test('countOn counts what a floor did itself, and nothing of its side room', () => {
  const steps = [
    { id: 1, floor: 'changeset' },
    { id: 2, floor: 'changeset', room: true },
    { id: 3, floor: 'changeset' },
    { id: 4, floor: 'sql' },
  ]

  expect(countOn(steps, 'changeset', new Set([1, 2]))).toBe('1 of 2 steps')
  expect(countOn(steps, 'sql', new Set([1]))).toBeNull()
})

describe('an address of a step', () => {
  test.for([
    ['#run-2.11', { trace: null, run: '2', step: 11 }],
    ['#six-tries.2@11', { trace: 'recorded-six-tries-2', run: null, step: 11 }],
  ] as const)('%s is read and written alike', ([hash, moment]) => {
    expect(momentIn(hash)).toEqual(moment)
    expect(momentHash(moment)).toBe(hash)
  })

  test.for(['', '#about-unique', '#run-2', '#six-tries.2', '#m=abc', '#run-2.x'])(
    '%s is none',
    (hash) => {
      expect(momentIn(hash)).toBeNull()
    },
  )

  test('a trace that no address leads to has none', () => {
    expect(momentHash({ trace: 'trace-4', run: null, step: 2 })).toBe('')
  })
})
