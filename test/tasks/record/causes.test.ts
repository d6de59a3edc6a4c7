import { expect, test } from 'vitest'
import { causesOf, type Differing } from '../../../src/tasks/record/causes.ts'

const differing = (step: string, how: readonly string[], more: Partial<Differing> = {}) => ({
  ...{ lesson: 'scopes/one', file: 'one/demos.yaml', place: { line: 7, column: 14 }, step, how },
  ...more,
})

test('what is as it was is not told', () => {
  expect(causesOf([differing('a, step 1', [])])).toEqual([])
})

test('a cause is told once, at the first step where it is seen', () => {
  const how = ['new step `plug fetchRoles`']
  const told = causesOf([
    differing('a, step 1', how),
    differing('a, step 2', how),
    differing('b, step 1', how, { lesson: 'scopes/two' }),
  ])

  expect(told).toEqual([
    {
      ...{ file: 'one/demos.yaml', line: 7, column: 14, kind: 'recording' },
      what: 'Demo a, step 1, is not as it was recorded: new step `plug fetchRoles`. So it is in two other steps.',
      write: 'If it is meant to: npm run lessons:record',
    },
  ])
})

test('of many differences the first are told, and how many there are', () => {
  const [told] = causesOf([
    differing('a, step 1', ['the reply is 404, was 422', 'b', 'c', 'd', 'e']),
  ])

  expect(told?.what).toBe(
    'Demo a, step 1, is not as it was recorded: the reply is 404, was 422; b; c; and two other differences.',
  )
  expect(told?.write).toBe('If it is meant to: npm run lessons:record -- scopes/one')
})
