import { describe, expect, test } from 'vitest'
import { median, percentile, spreadOf } from './statistics.ts'

describe('median', () => {
  test('is the value in the middle, in whatever order they come', () => {
    expect(median([30, 1, 2])).toBe(2)
  })

  test('lies between the two in the middle', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5)
  })

  test('of nothing is no number', () => {
    expect(median([])).toBeNaN()
  })
})

test('spreadOf says how far they lie apart', () => {
  expect(spreadOf([10, 2, 9])).toEqual({ median: 9, least: 2, most: 10 })
})

test.for([
  [50, 5],
  [95, 10],
  [100, 10],
  [10, 1],
] as const)('percentile %d is not exceeded by so many', ([percent, value]) => {
  expect(percentile([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], percent)).toBe(value)
})
