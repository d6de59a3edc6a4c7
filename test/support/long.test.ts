import { expect, test as base } from 'vitest'
import { longOf } from './long.ts'

const test = base.extend('one', 1)
const long = longOf(test)

long('what is long has the tag, and its fixtures', ({ one, task }) => {
  expect([one, task.tags]).toEqual([1, ['long']])
})

long.for([1, 2])('so has each of its cases: %i', (number, { one, task }) => {
  expect([number > 0, one, task.tags]).toEqual([true, 1, ['long']])
})

long('keeps the options that it is given', { timeout: 7_000 }, ({ task }) => {
  expect([task.timeout, task.tags]).toEqual([7_000, ['long']])
})

test('and what is not has none', ({ one, task }) => {
  expect([one, task.tags]).toEqual([1, []])
})
