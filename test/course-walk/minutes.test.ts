import { describe, expect, test } from 'vitest'
import { minutesOf, MODEL, offBy, type Met } from './minutes.ts'

const NOTHING: Met = {
  ...{ words: 0, lines: 0, presses: 0, questions: 0 },
  ...{ tasks: 0, exercises: 0, typed: 0, recalls: 0 },
}

describe('minutesOf', () => {
  test('counts words and what is done, and nothing of how long it took', () => {
    expect(minutesOf({ ...NOTHING, words: 600 })).toBe(4)
    expect(minutesOf({ ...NOTHING, words: 600, tasks: 2 })).toBe(6)
  })

  test.for(['lines', 'presses', 'questions', 'tasks', 'exercises', 'typed', 'recalls'] as const)(
    'knows that %s take time',
    (what) => {
      expect(minutesOf({ ...NOTHING, [what]: 100 })).toBeGreaterThan(minutesOf(NOTHING))
      expect(MODEL).toContain(`${what} `)
    },
  )

  test('is a minute at least', () => {
    expect(minutesOf(NOTHING)).toBe(1)
  })
})

describe('offBy', () => {
  test.for([
    [6, 6, null],
    [7, 6, null],
    [5, 6, null],
    [9, 7, 'it takes 9 minutes and says 7'],
    [5, 7, 'it takes 5 minutes and says 7'],
    [9, 9, null],
    [10, 10, 'it takes 10 minutes'],
  ] as const)('of %i measured and %i said is %j', ([measured, said, sentence]) => {
    expect(offBy(measured, said)).toBe(sentence)
  })
})
