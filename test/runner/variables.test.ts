import { expect, test } from 'vitest'
import { asSurroundings } from '#runner/variables.ts'

test('finds variables by name, and keeps what is assigned', () => {
  const variables = new Map<string, unknown>([['user', 'ana']])
  const surroundings = asSurroundings(variables) as Record<string, unknown>

  surroundings['b'] = 2

  expect(surroundings['user']).toBe('ana')
  expect([...variables]).toEqual([
    ['user', 'ana'],
    ['b', 2],
  ])
})

test('leaves the language its own names, unless a variable has one', () => {
  const variables = new Map<string, unknown>([['Map', 'mine']])
  const surroundings = asSurroundings(variables)

  expect('JSON' in surroundings).toBe(false)
  expect('Map' in surroundings).toBe(true)
})

test('says of a name that nobody gave that it is not defined', () => {
  const surroundings = asSurroundings(new Map()) as Record<string, unknown>

  expect(() => surroundings['nobody']).toThrow(new ReferenceError('nobody is not defined'))
})
