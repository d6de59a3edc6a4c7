import { expect, test } from 'vitest'
import { orderInWords, ordersOf, printOrder, readOrder } from '#levers/race/orders.ts'

test('two lanes with two gates have six orders, with one they have two', () => {
  expect(ordersOf(2).map(printOrder)).toEqual(['AABB', 'ABAB', 'ABBA', 'BAAB', 'BABA', 'BBAA'])
  expect(ordersOf(1).map(printOrder)).toEqual(['AB', 'BA'])
})

test.each([
  ['AABB', 'one after the other'],
  ['BBAA', 'one after the other'],
  ['ABAB', 'both ask, then both write'],
  ['ABBA', 'both ask, then both write'],
  ['BAAB', 'both ask, then both write'],
])('%s is called “%s”', (written, words) => {
  expect(orderInWords(readOrder(written, 2)!)).toBe(words)
})

test.each(['', 'AAB', 'AAAB', 'ABABAB', 'AXBB', '__proto__', 'A'.repeat(10_000)])(
  '%j is no order of two gates each',
  (written) => {
    expect(readOrder(written, 2)).toBeNull()
  },
)

test('an order is read in any letters', () => {
  expect(readOrder(' abab ', 2)).toEqual(['A', 'B', 'A', 'B'])
})
