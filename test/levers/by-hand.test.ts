import { expect, test } from 'vitest'
import { fieldsByHand, isPathHere } from '#levers/by-hand.ts'

test.for([
  ['/', true],
  ['/users/register?a=b', true],
  ['', false],
  ['users', false],
  ['//elsewhere.example', false],
  ['/\\elsewhere.example', false],
  ['/\t/elsewhere.example', false],
  ['/a b', false],
  ['https://elsewhere.example', false],
] as const)('%j is a path of this server: %s', ([path, is]) => {
  expect(isPathHere(path)).toBe(is)
})

test('a line is a field, whose value may hold what divides them', () => {
  expect(fieldsByHand('a = 1\r\nnothing\n\nb=c=d\n')).toEqual([
    ['a', '1'],
    ['b', 'c=d'],
  ])
})
