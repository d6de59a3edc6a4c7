import { expect, test } from 'vitest'
import { counted, numbered, numberWord, plural } from '#lib/counted.ts'

test.for([
  [0, 'no steps', '0 steps'],
  [1, 'one step', '1 step'],
  [2, 'two steps', '2 steps'],
  [12, 'twelve steps', '12 steps'],
  [13, '13 steps', '13 steps'],
  [400, '400 steps', '400 steps'],
] as const)('%i in a sentence, and in a list', ([count, inWords, inDigits]) => {
  expect([counted(count, 'step'), numbered(count, 'step')]).toEqual([inWords, inDigits])
})

test('a noun that takes more than an s says so', () => {
  const count = (count: number) => [
    plural(count, 'guess', 'guesses'),
    counted(count, 'index', 'indexes'),
    numbered(count, 'query', 'queries'),
  ]

  expect(count(1)).toEqual(['guess', 'one index', '1 query'])
  expect(count(3)).toEqual(['guesses', 'three indexes', '3 queries'])
})

test('a number without its thing stands by itself', () => {
  expect([numberWord(0), numberWord(7), numberWord(20)]).toEqual(['no', 'seven', '20'])
})
